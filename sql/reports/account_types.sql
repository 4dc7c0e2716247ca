-- purpose:  What each account type allows at most, and how many hold it.
-- grain:    account_type_id
-- columns:
--   account_type     its name
--   origin           Sigma's own, or the organisation's
--   people           active people who hold it
--   gone             inactive and archived accounts that hold it
--   workbooks        the most that is usable on a workbook, in Sigma's words
--   data_models      the most that is usable on a data model or dataset
--   data             the most that is usable on a connection and below it
--   write_back       whether it may write to connections
--   administers      whether it may manage members, teams or account types
--   permissions      what it may do, in Sigma's words
--   certainty        known; not_read or not_understood when a cap rests on that
--   account_type_id  the account type
with

held as (
    select
        account_type_id,
        count(*) filter (is_usable and is_person) as people,
        count(*) filter (not is_usable) as gone,
    from members
    group by account_type_id
),

caps as (
    select
        c.account_type_id,
        max(l.document_label) filter (c.permission_class = 'workbook' and c.granted = 'edit') as workbooks,
        max(l.document_label) filter (c.permission_class = 'document' and c.granted = 'edit') as data_models,
        max(l.container_label) filter (c.permission_class = 'data' and c.granted = 'admin') as data,
        coalesce(bool_or(c.permission is not null)
            filter (c.permission_class = 'data' and c.granted = 'writeback'), false) as write_back,
        coalesce(
            min(nullif(c.certainty, 'known')) filter (c.permission_class <> 'unknown'), 'known'
        ) as certainty,
    from account_type_caps c
    left join permission_levels l
        on l.plane = if(c.permission_class = 'data', 'data', 'content') and l.permission = c.permission
    group by c.account_type_id
),

words as (
    select
        account_type_id,
        list(coalesce(nullif(description, ''), permission) order by description, permission) as permissions,
        bool_or(
            regexp_matches(lower(coalesce(description, permission)), '^manage .*(user|team|account type)')
        ) as administers,
    from account_type_permissions
    group by account_type_id
)

select
    t.name as account_type, if(t.is_custom, 'The organisation''s', 'Sigma''s own') as origin,
    coalesce(h.people, 0) as people, coalesce(h.gone, 0) as gone,
    coalesce(c.workbooks, 'Nothing') as workbooks, coalesce(c.data_models, 'Nothing') as data_models,
    coalesce(c.data, 'Nothing') as data, c.write_back,
    coalesce(w.administers, false) as administers,
    w.permissions, c.certainty, account_type_id,
from account_types t
left join held h using (account_type_id)
left join caps c using (account_type_id)
left join words w using (account_type_id)
order by people desc, t.name, account_type_id
