-- purpose:  What a run says of itself when it has ended: what is new, what agrees, what was bounded.
-- grain:    place, sentence
-- columns:
--   place      order of telling
--   sentence   what to say
with

words as (
    select distinct kind, word, dense_rank() over (order by kind, word) as place
    from (
        select kind, word || if(kind = 'field', ' of ' || replace(endpoint, '_', ' '), '') as word
        from new_words
    )
),

listed as (
    select
        count(*) as word_count,
        string_agg(replace(kind, '_', ' ') || ' ' || word, '; ' order by place) filter (place <= 40) as words,
    from words
)

select 1 as place,
    if(word_count = 0, 'no word or shape here is new to this tool',
        'new to this tool: ' || words
        || if(word_count <= 40, '', format('; and {:,} more, see the relation new_words', word_count - 40))
    ) as sentence,
from listed
union all
select 2,
    sentence || '; that list holds documents and folders: workspaces and the data tree were not held against it',
from verification_sentence
where is_verified
union all
select 3,
    format('of {:,} {} objects drawn from {:,}, {:,} are given to the whole organisation: ',
        answered_count, plane, population, found_count)
    || format('{:,} to {:,} of all (95 % interval)', objects_low, objects_high)
    || if(missed_count = 0, '', format('; {:,} bear other grants that no principal showed', missed_count)),
from object_sample
where answered_count > 0
union all
select 4, format('{:,}', unexplained_count) || if(unexplained_count = 1, ' grant is', ' grants are')
    || ' told differently by two whole answers; see the report on coverage',
from sweep_agreement
where unexplained_count > 0
order by place, sentence
