-- purpose:  Because of what access changed, in words and ids, each once; undoing it in the later
--           snapshot undoes what it brought about.
-- grain:    cause_no
-- columns:
--   cause_no    as in cause_sets
--   cause       in words; several together joined by "; "
--   cause_ids   the changes, as in base_changes
--   cause_kind  their entities, and columns, in one word each
with

told as (
    select s.cause_no, c.change_id, t.sentence, c.entity || coalesce(' ' || c."column", '') as kind
    from (select distinct cause_no, told_nos from cause_sets) s, unnest(s.told_nos) as one(change_no)
    join base_changes c using (change_no)
    join change_sentences t using (change_id)
)

select
    cause_no,
    string_agg(sentence, '; ' order by kind, sentence) as cause,
    list(change_id order by kind, sentence) as cause_ids,
    string_agg(distinct kind, ', ' order by kind) as cause_kind
from told
group by cause_no
