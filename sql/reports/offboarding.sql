-- purpose:  Every leaver of the HR file: is access gone, was it in time, and what still stands.
-- grain:    account_key
-- columns:
--   name                the person
--   email               the address as HR writes it
--   member_id           the account
--   found               an account was found
--   status              active, inactive (SCIM), archived, not_listed or not_known; null: no account
--   verdict             met, missed or cannot_tell
--   direct_grants       grants in their own name
--   team_grants         grants of the teams they are in
--   teams               teams they are in
--   owned               what they own, the home folder left out
--   team_admin_of       teams whose members they may change
--   reason              the verdict in a sentence
--   last_day            the last day, by HR
--   still_has_access    the last day is over and the account can be used; null: not known
--   given_grants        grants they gave to others that still stand
--   content_reached     objects of the content tree their grants and ownership reach
--   data_reached        objects of the data tree
--   counts_certainty    known, or at_least: something unread could add to the counts
--   heirs               who inherited what, and what that newly gives them
--   checklist           what is left to do, in order, with ids
--   schedules           how many of theirs, in words; not collected where --with schedules was not given
--   embeds              how many of theirs, in words; not collected where --with embeds was not given
--   api_credentials     how many of theirs, in words; not collected where --with api_credentials was not given
--   situation           which of the cases it is
--   status_meaning      the way of being gone, and what it leaves
--   cadence             how often a snapshot would be needed to tell
--   due_at              when access had to be gone, UTC
--   last_active_at      last seen active, UTC
--   first_gone_at       first seen gone, UTC
--   gap_hours           hours between those two
--   is_admin            the account type is Admin
--   matched_by          email, alias or plus_address
--   account_email       the account's address in Sigma
--   employee_id         HR's own number
--   lines               lines of the HR file
--   account_key         the account, or the address HR knows
with

counted as (
    select
        a.account_key,
        count(h.holding) filter (h.holding = 'direct_grant') as direct_grants,
        count(distinct h.grant_id) filter (h.holding = 'team_grant') as team_grants,
        count(h.holding) filter (h.holding = 'team') as teams,
        count(h.holding) filter (h.holding = 'owned') as owned,
        count(h.holding) filter (h.holding = 'team_admin') as team_admin_of,
        count(h.holding) filter (h.holding = 'given_grant') as given_grants,
        count(h.holding) filter (h.holding = 'schedule') as schedules,
        count(h.holding) filter (h.holding = 'embed') as embeds,
        count(h.holding) filter (h.holding = 'api_credential') as api_credentials,
    from leaver_accounts a
    left join leaver_holdings h using (account_key)
    where a.member_id is not null
    group by a.account_key
),

reached as (
    select
        p.member_id,
        count(distinct p.inode_id) filter (i.plane = 'content') as content_reached,
        count(distinct p.inode_id) filter (i.plane = 'data') as data_reached,
    from leaver_accounts a
    join access_paths p using (member_id)
    join inodes i using (inode_id)
    group by p.member_id
),

gaps as (
    select distinct a.account_key
    from leaver_accounts a
    join not_known n on (n.member_id is null or n.member_id = a.member_id)
        and n.principal_kind is distinct from 'organization'
    union
    select a.account_key
    from leaver_accounts a
    join leaver_verdicts v using (account_key)
    where v.status = 'not_known'
),

-- What stands before a count: nothing where all was read; null where nobody asked.
prefixes as (
    select
        max(words) filter (extra = 'schedules') as schedules,
        max(words) filter (extra = 'embeds') as embeds,
        max(words) filter (extra = 'api_credentials') as api_credentials,
    from (
        select extra, case status when 'complete' then '' when 'partial' then 'at least ' end as words,
        from extras
    )
),

heirs as (
    select account_key, list(sentence order by path_text, inode_id) as sentences
    from leaver_handovers
    group by account_key
),

steps as (
    select
        account_key,
        list(sentence || coalesce(' [' || call || ']', ' [' || subject_id || ']', '') order by step) as sentences,
    from leaver_steps
    group by account_key
)

select
    coalesce(m.name, a.hr_name, a.email, a.employee_id) as name,
    a.email, a.member_id, a.member_id is not null as found, v.status, v.verdict,
    c.direct_grants, c.team_grants, c.teams, c.owned, c.team_admin_of, r.reason,
    a.last_day,
    v.has_access as still_has_access, c.given_grants,
    if(a.member_id is null, null, coalesce(x.content_reached, 0)) as content_reached,
    if(a.member_id is null, null, coalesce(x.data_reached, 0)) as data_reached,
    case when a.member_id is null then null when g.account_key is null then 'known' else 'at_least' end
        as counts_certainty,
    coalesce(h.sentences, []) as heirs, coalesce(s.sentences, []) as checklist,
    coalesce(e.schedules || coalesce(c.schedules, 0), 'not collected') as schedules,
    coalesce(e.embeds || coalesce(c.embeds, 0), 'not collected') as embeds,
    coalesce(e.api_credentials || coalesce(c.api_credentials, 0), 'not collected') as api_credentials,
    v.situation, r.status_meaning, r.cadence, a.due_at, v.last_active_at, v.first_gone_at, r.gap_hours,
    m.is_admin, a.matched_by, m.email as account_email, a.employee_id, a.lines, account_key,
from leaver_accounts a
join leaver_verdicts v using (account_key)
join leaver_reasons r using (account_key)
cross join prefixes e
left join counted c using (account_key)
left join reached x on x.member_id = a.member_id
left join gaps g using (account_key)
left join heirs h using (account_key)
left join steps s using (account_key)
left join members m on m.member_id = a.member_id
order by
    coalesce(v.has_access, false) desc, array_position(['missed', 'cannot_tell', 'met'], v.verdict),
    a.last_day, a.email, account_key
