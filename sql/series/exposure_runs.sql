-- purpose:  Stretches of snapshots that agree on a pair, with what is known before and after each.
-- grain:    member_id, inode_id, run_no
-- columns:
--   member_id       the member
--   inode_id        the inode
--   run_no          the stretch, oldest first
--   state           usable, granted, without or not_known
--   known_state     the state, unless it is not_known
--   first_seen      its first snapshot
--   last_seen       its last snapshot
--   snapshot_count  how many snapshots
--   reasons         what was not read, where it is not known
--   can_write_back  whether the member could write to the connection
--   labels          what could be used or was granted, in Sigma's words, snapshot by snapshot
--   levels          the same in the API's words
--   preceded_by     the state of the stretch before; null: there is none
--   followed_by     the state of the stretch after; null: there is none
--   known_before    the nearest earlier state that is known
--   before_at       when it was last seen
--   known_after     the nearest later state that is known
--   after_at        when it was first seen
with

marked as (
    select
        *,
        state is distinct from lag(state) over (
            partition by member_id, inode_id order by snapshot_no
        ) as is_turn,
    from series.exposure_states
),

numbered as (
    select
        *,
        count(*) filter (is_turn) over (
            partition by member_id, inode_id order by snapshot_no rows unbounded preceding
        ) as run_no,
    from marked
),

runs as (
    select
        member_id, inode_id, run_no, any_value(state) as state,
        nullif(any_value(state), 'not_known') as known_state,
        min(taken_at) as first_seen, max(until_at) as last_seen,
        sum(until_no - snapshot_no + 1)::bigint as snapshot_count,
        list(distinct why_not order by why_not) filter (why_not is not null) as reasons,
        bool_or(can_write_back) as can_write_back,
        list(label order by snapshot_no) filter (label is not null) as labels,
        list(coalesce(effective_permission, granted_permission) order by snapshot_no) as levels,
    from numbered
    group by member_id, inode_id, run_no
)

select
    *,
    lag(state) over pair as preceded_by, lead(state) over pair as followed_by,
    last_value(known_state ignore nulls) over earlier as known_before,
    last_value(if(known_state is null, null, last_seen) ignore nulls) over earlier as before_at,
    first_value(known_state ignore nulls) over later as known_after,
    first_value(if(known_state is null, null, first_seen) ignore nulls) over later as after_at,
from runs
window
    pair as (partition by member_id, inode_id order by run_no),
    earlier as (
        partition by member_id, inode_id order by run_no
        rows between unbounded preceding and 1 preceding
    ),
    later as (
        partition by member_id, inode_id order by run_no
        rows between 1 following and unbounded following
    )
