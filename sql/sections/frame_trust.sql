-- purpose:  How far this snapshot can be trusted, each point in a sentence.
-- grain:    item
-- columns:
--   item      the point
--   state     good, warn, bad, demo or plain
--   sentence  what is so
--   short     a word for the foot of a printed page, when it is a doubt; else null
--   rank      order of telling
-- params:
--   as_of date = null — the day for which it is read; null: none, a page has no clock
with

known as (
    select *
    from snapshot_info
    join trust_counts using (snapshot_id)
),

points as (
    select
        0 as rank, 'Hypothetical:' as item, 'bad' as state,
        'as if ' || string_agg(sentence, '; as if ' order by place)
        || '. Nothing here says what is so.' as sentence,
        'HYPOTHETICAL' as short,
    from suppositions
    having count(*) > 0
    union all
    select
        1, 'Demo data.', 'demo',
        'A fictional organisation served by the embedded emulator: nothing here is real.',
        'DEMO DATA',
    from known
    where source = 'emulator'
    union all
    select
        2, if(status = 'complete', 'Complete.', 'Incomplete.'),
        if(status = 'complete', 'good', 'bad'),
        if(status = 'complete',
            'Everything the plan “' || plan || '” asks for was read to its end.',
            'Not everything could be read, so access may be missing here or be stronger than shown. '
            || 'See “What is not known”.'),
        if(status = 'complete', null, 'INCOMPLETE'),
    from known
    union all
    select
        3, case when not is_verified then 'Not verified:' when is_clean then 'Verified:'
            else 'Disagrees with Sigma:' end,
        case when not is_verified then 'plain' when is_clean then 'good' else 'bad' end,
        v.sentence || '.' || if(is_verified, ' It lists documents and folders, nothing else.', ''),
        if(is_clean or not is_verified, null, 'DISAGREES WITH SIGMA'),
    from verification_sentence v
    union all
    select
        4, 'Not known:', if(status = 'complete', 'warn', 'bad'),
        format('{:,}', gap_count) || if(gap_count = 1, ' place', ' places')
        || ' where access may be missing here or stronger than shown'
        || if(organization_count = 0, '', ' (at ' || format('{:,}', organization_count)
            || ' of them only what was given to everybody could be missing)')
        || '. Most often, ' || commonest_gap || '.',
        null,
    from known
    where gap_count > 0
    union all
    select
        5, 'Taken', 'plain',
        strftime(taken_at, '%-d %B %Y, %H:%M UTC')
        || case
            when $as_of is null then ''
            when $as_of::date < taken_at::date
                then format(', {:,} days after ', taken_at::date - $as_of::date)
                    || strftime($as_of::date, '%-d %B %Y')
            when $as_of::date = taken_at::date then ', the day this is read for'
            else format(', {:,} days before ', $as_of::date - taken_at::date)
                || strftime($as_of::date, '%-d %B %Y')
        end
        || ', from ' || format('{:,}', page_count) || ' answers read in '
        || if(date_diff('second', started_at, taken_at) < 120,
            date_diff('second', started_at, taken_at) || ' seconds',
            date_diff('minute', started_at, taken_at) || ' minutes') || '.',
        null,
    from known
    union all
    select
        6, if(move_count = 0, 'Nothing moved', 'Moved meanwhile:'),
        if(move_count = 0, 'good', 'warn'),
        if(move_count = 0, 'among members and teams while it was read.',
            format('{:,}', move_count)
            || if(move_count = 1, ' change', ' changes')
            || ' among members, teams and grants while it was read.'),
        null,
    from known
    union all
    select
        7, if(difference_count = 0, 'Asked twice:', 'Sweeps disagree:'),
        if(difference_count = 0, 'good', 'bad'),
        format('{:,}', agree_count) || ' of ' || format('{:,}', both_count)
        || ' grants were told alike by whoever has them and by what they sit on'
        || if(difference_count = 0, '.', '; nothing explains ' || format('{:,}', difference_count)
            || ' of the rest. See “Where two answers do not agree” in the report on coverage.'),
        if(difference_count = 0, null, 'SWEEPS DISAGREE'),
    from known
    where both_count > 0
    union all
    select
        8, 'No waiver', 'plain', 'hides a row.',
        null,
    from known
    union all
    select
        9, 'Unknown words:', 'warn',
        format('{:,}', word_count) || ' of Sigma''s words '
        || if(word_count = 1, 'is', 'are') || ' not understood.',
        null,
    from known
    where word_count > 0
    union all
    select
        10, 'Inconsistent.', 'bad',
        format('{:,}', fault_count) || ' rows contradict one another; see meta.integrity.',
        'INCONSISTENT',
    from known
    where fault_count > 0
    union all
    select
        11, 'Sealed by an older version', 'plain',
        '(' || tool_version || ', schema ' || schema_version || '): everything shown here was made again '
        || 'from its pages, with the rules of today. What was not asked then is not known.',
        null,
    from known
    where schema_version < relations_version
)

select item, state, sentence, short, rank,
from points
order by rank
