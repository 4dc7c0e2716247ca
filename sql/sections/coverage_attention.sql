-- purpose:  What in coverage should be looked at first, and why.
-- grain:    kind, severity, subject_id, reason
-- columns:
--   kind        which are alike, in the order of telling
--   severity    high, medium or low
--   subject     what it is about
--   subject_id  its id
--   reason      what stands out
--   weight      the heaviest of a kind come first
select
    1 as kind, if(is_required, 'high', 'medium') as severity,
    upper(asked[1]) || asked[2:] as subject, endpoint as subject_id,
    'was asked in vain ' || if(count(*) = 1, 'once', format('{:,} times', count(*)))
    || if(is_required, ', and the snapshot is incomplete without it', '')
    || if(status = 'forbidden', ': Sigma did not let these credentials ask', ': Sigma gave no whole answer')
    || coalesce(', for example for ' || any_value(subject order by subject), '')
    || coalesce(' (' || any_value(detail order by subject) || ')', '') || '.' as reason,
    count(*) as weight,
from the_table
where status in ('failed', 'forbidden')
group by asked, endpoint, status, is_required
union all
select
    2, 'medium', format('{:,}', count(*)) || if(count(*) = 1, ' place:', ' places:'), endpoint || ' ' || reason,
    reason || '.',
    count(*),
from not_known
group by endpoint, reason
union all
select
    3, 'medium', word, endpoint,
    if(kind in ('principal', 'inode', 'entry'), '',
        'is a ' || replace(kind, '_', ' ') || ' that this tool does not understand, ')
    || 'met in ' || if(row_count = 1, 'one row', format('{:,} rows', row_count))
    || ' (' || replace(endpoint, '_', ' ') || ').',
    row_count,
from new_words
union all
select
    4, 'low', entity, coalesce(member_id, '') || coalesce(team_id, ''),
    change || ' while it was read: ' || detail,
    1,
from moved
union all
select
    5, 'high', coalesce(i.path_text, d.inode_id), d.inode_id,
    'bears ' || count(*) || if(count(*) = 1, ' grant', ' grants')
    || ' that only one of two whole answers shows, read again: an answer of Sigma''s is not true.',
    count(*),
from sweep_differences d
left join inodes i using (inode_id)
where d.explanation = 'unexplained'
group by i.path_text, d.inode_id
order by kind, weight desc, subject, subject_id, reason
