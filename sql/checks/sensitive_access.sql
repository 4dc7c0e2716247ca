-- title:    What is sensitive is reached by those who may, and by no more
-- severity: critical
-- purpose:  Whether each declared sensitive place is kept: owners, allowed teams, maximum level, outsiders.
-- why:      These are the places for which somebody said who may be there.
-- fix:      Delete the grants named, or put the people into an allowed team; ask the owner.
-- grain:    subject_id
-- columns:
--   subject_kind  inode
--   subject_id    the sensitive place
--   subject_name  where it is, and the rule
--   status        pass, fail or not_known
--   reason        who breaks which part of the rule
--   rule          the rule
--   member_ids    who breaks it, the first twenty
--   breaches      how many people break it
with

rules as (
    select distinct rule, pattern from input.sensitive
),

places as (
    select s.rule, s.inode_id, s.matched_id, i.path_text, i.plane, s.maximum, s.is_external_allowed
    from sensitive_inodes s
    join inodes i using (inode_id)
),

named as (
    select distinct rule from input.sensitive_people
),

reached as (
    select
        p.rule, p.matched_id, p.path_text, a.member_id, m.name,
        n.rule is not null and w.member_id is null and not m.is_admin as is_not_allowed,
        coalesce(l.rank > x.rank and not coalesce(w.is_owner, false), false) as is_too_strong,
        not p.is_external_allowed and coalesce(m.user_kind, 'internal') <> 'internal' as is_outside
    from places p
    join effective_access a using (inode_id)
    join members m on m.member_id = a.member_id
    left join named n using (rule)
    left join sensitive_allowed w on w.rule = p.rule and w.member_id = a.member_id
    left join permission_levels l on l.plane = p.plane and l.permission = a.effective_permission
    left join permission_levels x on x.plane = p.plane and x.permission = p.maximum
    where a.effective_permission is not null
),

breaches as (
    select
        rule, matched_id, count(distinct member_id) as breaches,
        list(distinct member_id order by member_id)[1:20] as member_ids,
        min(name || case
            when is_outside then ' is from outside' when is_not_allowed then ' is not among those allowed'
            else ' may do more than the rule allows'
        end || ', for one on ' || path_text) as example
    from reached
    where is_not_allowed or is_too_strong or is_outside
    group by rule, matched_id
),

-- A rule speaks of the highest place that matches and of all beneath: one answer for the whole.
wholes as (
    select p.rule, p.matched_id, bool_or(g.inode_id is not null) as is_in_doubt
    from places p
    left join inode_gaps g using (inode_id)
    group by p.rule, p.matched_id
)

select
    'inode' as subject_kind, w.rule || '/' || w.matched_id as subject_id,
    i.path_text || ' (' || w.rule || ')' as subject_name,
    case when b.breaches > 0 then 'fail' when w.is_in_doubt then 'not_known' else 'pass' end as status,
    case
        when b.breaches > 0
            then b.breaches || if(b.breaches = 1, ' person breaks', ' people break') || ' the rule '
                || w.rule || ': ' || b.example
        when w.is_in_doubt
            then 'Not everything that was granted on ' || i.path_text || ' and beneath could be read'
        else 'The rule ' || w.rule || ' is kept on ' || i.path_text
    end as reason,
    w.rule, b.member_ids, coalesce(b.breaches, 0) as breaches
from wholes w
join inodes i on i.inode_id = w.matched_id
left join breaches b using (rule, matched_id)
union all by name
select
    'rule' as subject_kind, r.rule || '/' || r.pattern as subject_id,
    r.pattern || ' (' || r.rule || ')' as subject_name, 'not_known' as status,
    'Nothing that was read matches ' || r.pattern || ' of the rule ' || r.rule as reason, r.rule
from rules r
where not exists (
    select 1 from inodes i where lower(i.path_text) glob lower(r.pattern) and not i.is_archived
)
union all by name
select
    'organization' as subject_kind, 'not declared' as subject_id,
    'What is sensitive' as subject_name, 'not_known' as status,
    'It was not declared what is sensitive' as reason
where not exists (select 1 from input.given where name = 'sensitive')
