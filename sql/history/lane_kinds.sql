-- purpose:  What about access is not the same, in every way that occurs, and which way it moved as far
--           as it is known: what a snapshot shows is a floor where something unread could raise it,
--           and a ceiling where the account type could not be read.
-- grain:    kind_code, column
-- columns:
--   kind_code         as in pair_kinds
--   lane_no           counts these
--   way_no            counts change and column
--   reason_no         counts what a cause depends on: of a granted permission, only how far it moved
--   plane             content or data
--   column            granted_permission, or the one that changed although that did not
--   before            its earlier value
--   after             its later value
--   before_rank       place of the earlier value in the plane's order, 0 for nothing
--   after_rank        place of the later value
--   change            gained, lost, raised, lowered or not_known
--   effective_before  effective_permission in the earlier snapshot
--   effective_after   effective_permission in the later one
--   granted_rank      place of the granted permission, in the later snapshot
with

levels as (
    select plane, permission, rank from after.main.permission_levels where rank is not null
),

pairs as (
    select p.*, b.permission as granted_before, a.permission as granted_after
    from pair_kinds p
    left join levels b on b.plane = p.plane and b.rank = p.rank_before
    left join levels a on a.plane = p.plane and a.rank = p.rank_after
),

lanes as (
    select
        p.*, c."column",
        case c."column"
            when 'granted_permission' then p.granted_before
            when 'effective_permission' then p.effective_before
            when 'can_write_back' then if(p.writes_before, 'true', null)
        end as before,
        case c."column"
            when 'granted_permission' then p.granted_after
            when 'effective_permission' then p.effective_after
            when 'can_write_back' then if(p.writes_after, 'true', null)
        end as after,
        c."column" = 'granted_permission' or p.has_cap as has_floor
    from pairs p
    cross join (
        values ('granted_permission'), ('effective_permission'), ('can_write_back')
    ) as c("column")
    where case c."column"
        when 'granted_permission' then p.rank_before <> p.rank_after
        when 'effective_permission' then
            p.rank_before = p.rank_after and p.effective_before is distinct from p.effective_after
        when 'can_write_back' then
            p.rank_before = p.rank_after and p.writes_before <> p.writes_after
    end
),

-- Nothing a barred member holds can be used, whatever was not read.
bounds as (
    select
        l.*,
        coalesce(b.rank, (l.before = 'true')::integer, 0) as before_rank,
        coalesce(a.rank, (l.after = 'true')::integer, 0) as after_rank,
        l.is_exact_before or (l.is_barred_before and l."column" <> 'granted_permission') as is_top_before,
        l.is_exact_after or (l.is_barred_after and l."column" <> 'granted_permission') as is_top_after
    from lanes l
    left join levels b on b.plane = l.plane and b.permission = l.before
    left join levels a on a.plane = l.plane and a.permission = l.after
),

told as (
    select
        *,
        case
            when after_rank > before_rank and is_top_before and has_floor
                then if(before_rank = 0, 'gained', 'raised')
            when after_rank < before_rank and is_top_after and has_floor
                then if(after_rank = 0, 'lost', 'lowered')
            else 'not_known'
        end as change
    from bounds
)

select
    kind_code, row_number() over (order by kind_code, "column")::integer as lane_no,
    dense_rank() over (order by change, "column")::integer as way_no,
    -- Whose account type it is has no part in what was granted.
    dense_rank() over (
        order by
            change = 'not_known', "column", before_rank, after_rank,
            if("column" = 'granted_permission', 0, kind_code)
    )::integer as reason_no,
    plane, "column", before, after, before_rank::tinyint as before_rank,
    after_rank::tinyint as after_rank, change, effective_before, effective_after,
    rank_after as granted_rank
from told
