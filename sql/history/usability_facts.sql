-- purpose:  Which changes of status, account type or kind of object made a difference to what a member
--           can use.
-- grain:    profile_no, change_no
-- columns:
--   profile_no  as in lane_profiles
--   change_no   the change, as in base_changes
with

-- What the cap is asked for: the granted permission, or writeback.
lanes as (
    select
        l.profile_no, l."column", g.class_after as permission_class,
        if(l."column" = 'can_write_back', 0, l.granted_rank) as rank, m.member_id,
        m.is_usable_before <> m.is_usable_after as is_barred, m.type_before, m.type_after,
        -- Who could use nothing before gains it by the status alone, whatever else was changed.
        m.is_usable_after > m.is_usable_before and l."column" = 'effective_permission' as is_by_status
    from lane_profiles l
    join compared_members m using (member_no)
    join inode_groups g using (group_no)
    where
        l."column" <> 'granted_permission'
        and m.is_there_before and m.is_there_after and g.class_after is not null
),

capped as (
    select
        l.*,
        l.type_before <> l.type_after
        and was.permission is distinct from now.permission as is_by_type,
        kept.account_type_id is not null
        and was.permission is distinct from kept.permission as is_by_permissions
    from lanes l
    left join ranked_caps was
        on was.side = 'before' and was.account_type_id = l.type_before
        and was.permission_class = l.permission_class and was.rank = l.rank
    left join ranked_caps kept
        on kept.side = 'after' and kept.account_type_id = l.type_before
        and kept.permission_class = l.permission_class and kept.rank = l.rank
    left join ranked_caps now
        on now.side = 'after' and now.account_type_id = l.type_after
        and now.permission_class = l.permission_class and now.rank = l.rank
),

held as (
    select account_type_id, change_no, permission
    from base_changes
    where entity = 'account_type_permission' and permission is not null and change <> 'not_known'
),

-- A word that no account type holds any more caps nobody: then every such change had its part.
blamed as (
    select
        c.profile_no, h.change_no,
        h.account_type_id = c.type_before as is_own,
        bool_or(h.account_type_id = c.type_before) over (partition by c.profile_no) as has_own
    from capped c, held h
    where c.is_by_permissions and not c.is_by_status
),

-- What became of another kind is a cut of its own. Of a cell, nothing about its members has changed.
turned as (
    select
        l.profile_no, g.cut_after as cut_no, l.member_no = 0 as is_cell,
        was.permission is distinct from now.permission as is_capped_otherwise
    from lane_profiles l
    join inode_groups g using (group_no)
    left join compared_members m using (member_no)
    left join ranked_caps was
        on was.side = 'before' and was.account_type_id = m.type_before
        and was.permission_class = g.class_before
        and was.rank = if(l."column" = 'can_write_back', 0, l.granted_rank)
    left join ranked_caps now
        on now.side = 'before' and now.account_type_id = m.type_before
        and now.permission_class = g.class_after
        and now.rank = if(l."column" = 'can_write_back', 0, l.granted_rank)
    where l."column" <> 'granted_permission' and g.class_before <> g.class_after
)

select t.profile_no, b.change_no
from turned t
join inode_cuts i using (cut_no)
join base_changes b on b.inode_id = i.inode_id and b."column" = 'kind' and b.change <> 'not_known'
where t.is_cell or t.is_capped_otherwise
union
select c.profile_no, b.change_no
from capped c
join base_changes b
    on b.entity = 'member' and b.member_id = c.member_id
    and (
        (c.is_barred and b."column" = 'status')
        or (
            c.is_by_type and b."column" = 'account_type' and not c.is_by_status
        )
    )
union
select profile_no, change_no
from blamed
where is_own = has_own
