-- purpose:  What of each grant each account type among its active holders cannot use, by what lies
--           beneath: the account type holds it back (D6).
-- grain:    grant_id, account_type_id, permission_class
-- as:       view
-- columns:
--   grant_id          the grant
--   account_type_id   an account type that active holders have; empty for one that was not read
--   permission_class  what lies there or beneath: container, workbook, report, document or data
--   granted           what the grant is worth on it
--   usable            what the account type leaves of that; null for nothing
--   holders           active holders of that account type
--   is_asleep         held back for sure; else what the account type allows is not known
with

held as (
    select
        g.grant_id, g.inode_id, g.permission, coalesce(m.account_type_id, '') as account_type_id,
        count(*) as holders
    from grants g
    join principal_members p
        on p.principal_kind = g.principal_kind and p.principal_id = coalesce(g.principal_id, '')
    join members m on m.member_id = p.member_id
    where m.is_usable
    group by all
),

-- A grant speaks of what lies beneath, too: each class of it once.
beneath as (
    select distinct a.ancestor_id as inode_id, i.permission_class
    from inode_ancestry a
    join inodes i on i.inode_id = a.inode_id
    where a.ancestor_id in (select inode_id from grants)
)

select
    h.grant_id, h.account_type_id, b.permission_class, t.permission as granted,
    c.permission as usable, h.holders, c.permission is distinct from t.permission as is_asleep
from held h
join beneath b on b.inode_id = h.inode_id
join permission_translations t
    on t.permission_class = b.permission_class and t.granted = h.permission
join account_type_caps c
    on c.account_type_id = h.account_type_id and c.permission_class = b.permission_class
    and c.granted = t.permission
where c.permission is distinct from t.permission or c.certainty <> 'known'
