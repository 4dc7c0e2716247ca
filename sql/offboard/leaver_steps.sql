-- purpose:  What is still to do for each leaver, in the order that loses nothing; only what applies.
--           Team membership cannot be changed, and grants are easily forgotten, once they are off.
-- grain:    account_key, step
-- columns:
--   account_key   the account
--   step          order of doing, from 1
--   action        keep_evidence, hand_over_…, choose_heir, leave_team, delete_grant, deactivate …
--   subject_kind  what it is done to
--   subject_id    its id
--   subject_name  its name or path
--   call          the request of Sigma's API that does it; null where there is none
--   sentence      what to do, and why now
with

people as (
    select
        a.account_key, a.member_id, v.status, v.status = 'active' as is_on, v.situation,
        coalesce(m.name, a.hr_name, a.email) as name,
        c.member_id is not null as is_collector,
    from leaver_accounts a
    join leaver_verdicts v using (account_key)
    left join members m using (member_id)
    left join credential c using (member_id)
    where a.member_id is not null and v.situation <> 'rehired'
),

standing as (
    select h.*, p.is_on, p.name
    from leaver_holdings h
    join people p using (account_key)
    where not h.is_archived
),

counted as (
    select p.*,
        (select count(*) from standing s where s.account_key = p.account_key and s.holding = 'owned')
            as owned,
        (select count(*) from standing s where s.account_key = p.account_key) as things,
    from people p
),

-- Embed credentials and what was not collected: only a look into Sigma tells.
looked_for as (
    select 'embed credentials' || coalesce(', ' || string_agg(
        replace(extra, '_', ' ') || if(status = 'not_collected', ' (not collected)', ' (not all read)'),
        ', ' order by extra), '') as words,
    from extras
    where extra in ('schedules', 'embeds', 'api_credentials') and not is_known
),

steps as (
    select account_key, 1 as place, 'keep_evidence' as action, 'snapshot' as subject_kind,
        (select snapshot_id from snapshot_info) as subject_id, name as subject_name,
        'Keep this snapshot, and what “sigma-audit access member” says of them: afterwards it cannot be '
        || 'read any more.' as sentence,
    from counted
    where is_on or things > 0
    union all by name
    select account_key, 2 as place, 'hand_over_secrets' as action, 'member' as subject_kind,
        member_id as subject_id, name as subject_name,
        if(is_collector, 'First give sigma-audit a credential of somebody else: it signs in with theirs. ', '')
        || 'Look in Sigma for their ' || l.words || ', and replace what is in use before the account is '
        || 'off: it stops with it.' as sentence,
    from counted
    cross join looked_for l
    where is_on
    union all by name
    select account_key, 2 as place, 'hand_over_' || holding as action, subject_kind,
        holding_id as subject_id, subject_name,
        case holding
            when 'schedule' then 'Their scheduled export of ' || subject_name || ' runs with their rights: '
                || 'make it anew under whoever takes it over, or let it go with the document.'
            when 'embed' then 'The embed of ' || subject_name || ' is of a workbook they own: see who uses it.'
            else 'Replace API credential ' || subject_name || ' wherever it is in use: it stops with the account.'
        end as sentence,
    from standing
    where is_on and holding in ('schedule', 'embed', 'api_credential')
    union all by name
    select account_key, 3 as place, 'choose_heir' as action, 'member' as subject_kind,
        member_id as subject_id, name as subject_name,
        'Choose who takes over ' || owned || if(owned = 1, ' thing', ' things') || ' they own: an active '
        || 'account whose type may create, edit and publish workbooks, with access to the data '
        || 'beneath: what runs as its owner runs as the new one.' as sentence,
    from counted
    where owned > 0
    union all by name
    select account_key, 4 as place, 'leave_team' as action, 'team' as subject_kind,
        team_id as subject_id, team_name as subject_name,
        'PATCH /v2/teams/' || team_id || '/members {"remove": ["' || member_id || '"]}' as call,
        case
            when is_on then 'Take them off team ' || team_name || ' now: an inactive member cannot be.'
            else 'They are still in team ' || team_name || ', and an inactive member cannot be taken '
                || 'off: it waits for a reactivation. Reactivate, take them off, deactivate again.'
        end as sentence,
    from standing
    where holding = 'team'
    union all by name
    select account_key, 5 as place, 'delete_grant' as action, 'grant' as subject_kind,
        grant_id as subject_id, subject_name, 'DELETE /v2/grants/' || grant_id as call,
        'Delete their own grant, ' || permission || ' on ' || replace(subject_kind, '_', ' ') || ' '
        || subject_name || if(is_on, '.', ': it sleeps, and wakes if the account does.') as sentence,
    from standing
    where holding = 'direct_grant'
    union all by name
    select account_key, 6 as place, 'transfer' as action, subject_kind, subject_id, subject_name,
        'PATCH /v2/files/' || subject_id || ' {"ownerId": "NEW OWNER"}' as call,
        if(is_on, 'Transfer ', 'Nobody has inherited it: transfer ') || replace(subject_kind, '_', ' ')
        || ' ' || subject_name || if(is_on, ', if it needs another owner than the rest.', '.') as sentence,
    from standing
    where holding = 'owned'
    union all by name
    select account_key, 7 as place, 'revoke_tokens' as action, 'member' as subject_kind,
        member_id as subject_id, name as subject_name,
        'POST /v2/members/' || member_id || '/revoke' as call,
        'Revoke their refresh tokens: sessions that run last until they expire.' as sentence,
    from counted
    where is_on
    union all by name
    select account_key, 8 as place, 'deactivate' as action, 'member' as subject_kind,
        member_id as subject_id, name as subject_name,
        'PATCH /v2/members/' || member_id || ' {"isArchived": true'
        || if(owned > 0, ', "newOwnerId": "NEW OWNER"', '') || '}' as call,
        'Deactivate the account: where the directory manages it (SCIM), in the identity provider, '
        || 'else in Sigma'
        || if(owned > 0, ', naming the new owner', '')
        || '. Not by DELETE /v2/members, which gives their documents to the owner of the API credential.'
            as sentence,
    from counted
    where is_on
    union all by name
    select account_key, 9 as place, 'review_given' as action, 'grant' as subject_kind,
        grant_id as subject_id, subject_name,
        'Look at what they gave and still stands: ' || grantee || ', ' || permission || ' on '
        || subject_name || '.' as sentence,
    from standing
    where holding = 'given_grant'
    union all by name
    select account_key, 10 as place, 'verify' as action, 'member' as subject_kind,
        member_id as subject_id, name as subject_name,
        'Take another snapshot and run this again: the account gone, no grant, no team, nothing owned.'
            as sentence,
    from counted
    where is_on or things > 0
)

select
    account_key,
    row_number() over (partition by account_key order by place, subject_name, subject_id) as step,
    action, subject_kind, subject_id, subject_name, call, sentence,
from steps
order by account_key, step
