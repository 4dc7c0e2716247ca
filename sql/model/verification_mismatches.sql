-- purpose:  Every pair on which this snapshot and Sigma's own list do not say the same, and the rule
--           that explains it; unexplained where none does.
-- grain:    member_id, inode_id
-- as:       view
-- columns:
--   member_id     the member
--   inode_id      the inode
--   difference    only_here, only_sigma, higher_here, lower_here or another_word
--   here          what this snapshot says they can do; null: nothing
--   sigma         what Sigma's own list says; null: it does not list it
--   explanation   the rule, in words, or unexplained
with

differing as (
    select p.*, h.rank as here_rank, s.rank as sigma_rank,
        case
            when p.sigma is null then 'only_here'
            when p.here is null then 'only_sigma'
            when s.rank is null then 'another_word'
            when h.rank > s.rank then 'higher_here'
            else 'lower_here'
        end as difference
    from verification_pairs p
    left join permission_levels h on h.plane = 'content' and h.permission = p.here
    left join permission_levels s on s.plane = 'content' and s.permission = p.sigma
    where p.here is distinct from p.sigma
),

tagged as (
    select distinct a.inode_id
    from grants g
    join inode_ancestry a on a.ancestor_id = g.inode_id
    where g.is_possibly_tagged and a.inode_id in (select inode_id from differing)
),

movers as (
    select member_id from moved where member_id is not null
    union
    select t.member_id from moved m join team_members t using (team_id)
),

ever_listed as (
    select distinct subject_id as inode_id from mentions where endpoint = 'files' and role = 'node'
    union
    select inode_id from verification_pairs where sigma is not null
)

select
    d.member_id, d.inode_id, d.difference, d.here, d.sigma,
    case
        when d.member_id in (select member_id from movers) then 'it moved while this was read'
        when d.difference in ('only_sigma', 'lower_here') and (
            d.certainty = 'at_least' or gi.inode_id is not null or gm.member_id is not null
            or i.inode_id is null
        ) then 'not all that could give it was read (D10)'
        when d.difference in ('only_sigma', 'lower_here') and m.is_admin
            then 'an Admin''s implicit power, which is no grant (R11, D7)'
        when d.is_archived then 'in the trash, which is left out here'
        when d.inode_id = m.home_folder_id then 'the home folder itself: whether it is listed is not told'
        when d.difference in ('only_here', 'higher_here') and d.cap_certainty <> 'known'
            then 'what caps the account type is not known (D6)'
        when d.difference in ('only_here', 'higher_here') and t.inode_id is not null
            then 'a grant here may be limited to a version tag (B1)'
        when d.difference = 'only_here' and i.kind = 'workbook' and e.inode_id is null
            then 'no list of files ever shows it: an exploration, by all signs'
        when d.difference = 'another_word' then 'a word whose place in the order is not known (D8)'
        when not coalesce(i.is_placed, false) then 'where it lies is not known (B9)'
        else 'unexplained'
    end as explanation
from differing d
join members m on m.member_id = d.member_id
left join inodes i on i.inode_id = d.inode_id
left join inode_gaps gi on gi.inode_id = d.inode_id
left join (from member_gaps where plane = 'content') gm on gm.member_id = d.member_id
left join tagged t on t.inode_id = d.inode_id
left join ever_listed e on e.inode_id = d.inode_id
