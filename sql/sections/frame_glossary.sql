-- purpose:  Sigma's permissions in plain words.
-- grain:    label, place
-- columns:
--   label    as Sigma's pages call it
--   place    where it is given
--   meaning  what it allows
with

words as (
    select
        container_label as label,
        if(plane = 'data', 'on connections, databases, schemas and tables',
            'on workspaces and folders') as place,
        meaning, plane, rank,
        1 as side,
    from permission_levels
    union all
    select document_label, 'on documents', meaning, plane, rank, 2,
    from permission_levels
    where plane = 'content'
),

-- Two words of the API may read alike on a document; the weaker one's meaning is the plainer.
firsts as (
    select label, place, arg_min(meaning, rank) as meaning, plane, side, min(rank) as rank,
    from words
    where label is not null
    group by label, place, plane, side
)

select label, place, meaning,
from firsts
order by plane, side, rank nulls last, label, place
