-- purpose:  Because of what access changed, in words and ids, each once; undoing it in the later
--           snapshot undoes what it brought about.
-- grain:    cause_no
-- columns:
--   cause_no    as in cause_sets
--   cause       in words; several together joined by "; "
--   cause_ids   the changes, as in base_changes
--   cause_kind  their entities, and columns, in one word each
with

-- In the order in which they are told.
changes as materialized (
    select
        c.change_no, c.change_id, t.sentence, c.entity || coalesce(' ' || c."column", '') as kind,
        row_number() over (order by kind, t.sentence, c.change_id) as place
    from base_changes c
    join change_sentences t using (change_id)
),

told as (
    select
        s.cause_no,
        list_sort(list({'place': c.place, 'sentence': c.sentence, 'change_id': c.change_id, 'kind': c.kind})) as said
    from (
        select cause_no, unnest(told_nos) as change_no
        from (select distinct cause_no, told_nos from cause_sets)
    ) s
    join changes c using (change_no)
    group by s.cause_no
)

select
    cause_no,
    array_to_string([x.sentence for x in said], '; ') as cause,
    [x.change_id for x in said] as cause_ids,
    array_to_string(list_sort(list_distinct([x.kind for x in said])), ', ') as cause_kind
from told
