-- purpose:  What changed between two snapshots: what was done, then what came of it, row by row; a
--           cause that moved more than a few pairs of member and object is one row.
-- grain:    change_id
-- columns:
--   entity            what it is about: member, team, team member, grant, inode, effective access …
--   change            added, removed, changed; gained, lost, raised, lowered; or not_known
--   subject           what it is about, in words; how many members and objects, where it is many
--   column            the column that changed; null when the whole row came or went
--   before            its earlier value
--   after             its later value
--   cause             because of what; what was not read where it is not known
--   because           the cause, then what stands behind it: each of several, levels, changes by id
--   sentence          the row in words
--   member_id         the member, where one is meant
--   team_id           the team, where one is meant
--   inode_id          the inode, where one is meant
--   grant_id          the grant, where one is meant
--   connection_id     the connection, where one is meant
--   account_type_id   the account type, where one is meant
--   principal_kind    whom a grant names
--   principal_id      the principal
--   permission        the permission of an account type
--   effective_before  of effective access: effective_permission in the earlier snapshot
--   effective_after   of effective access: effective_permission in the later one
--   change_id         names the row
-- params:
--   rows_at_most integer = 1000 — pairs of one cause that are told row by row, and not in one row
--   rows_in_all integer = 50000 — such rows at most: the causes of the most pairs are one row each
with

-- Few rows have causes of their own: each set of them is put into words once.
causes as (
    select cause_ids, list(s.sentence || '.' order by s.sentence) as lines
    from (select distinct cause_ids from access_causes where len(cause_ids) > 1) k,
        unnest(k.cause_ids) as one (cause_id)
    join change_sentences s on s.change_id = cause_id
    group by cause_ids
),

-- What is so or not is told in words.
words as (
    select *
    from (values
        ('is_team_admin'), ('is_archived'), ('is_custom'), ('can_write_back'), ('use_oauth'),
        ('write_access'), ('is_sample'), ('is_audit_log')
    ) as said("column"),
        (values ('true', 'yes'), ('false', 'no')) as told(value, word)
),

told as (
    from base_change_rows
    union all by name
    select * exclude (moved_count, so_far) from access_change_rows
    where moved_count <= $rows_at_most and so_far <= $rows_in_all
    union all by name
    select
        'effective_access' as entity, change, reach as subject, "column", before, after, cause,
        reach || if(
            change = 'not_known', ': it is not known whether access changed', ' ' || change
        ) as sentence,
        cause_ids,
        concat_ws(' ', 'effective_access', change, "column", array_to_string(cause_ids, ', '), cause)
            as change_id
    from access_told
    where row_count > $rows_at_most or so_far > $rows_in_all
)

select
    c.entity, c.change, c.subject, c."column",
    coalesce(b.word, c.before) as before, coalesce(a.word, c.after) as after,
    c.cause,
    list_filter(
        [
            coalesce(
                c.cause,
                if(m.row_count = 1, 'it moved one access', format('it moved {:,} accesses of ', m.row_count)
                    || if(m.member_count = 1, 'one member', format('{:,} members', m.member_count)))
            )
        ]
        || coalesce(k.lines, [])
        || case
            when c.entity <> 'effective_access' then []
            when c.member_id is null
                then [
                    'With -p rows_at_most=N and -p rows_in_all=N, for a greater N, each member and object '
                    || 'has a row.'
                ]
            when c.change = 'not_known' then []
            else [
                'Granted before: ' || coalesce(c.before, 'nothing')
                || '; after: ' || coalesce(c.after, 'nothing') || '.',
                'Usable before: ' || coalesce(c.effective_before, 'nothing')
                || '; after: ' || coalesce(c.effective_after, 'nothing') || '.'
            ]
        end
        || ['Named as the cause: ' || array_to_string(c.cause_ids, ', ') || '.'],
        lambda line: line is not null
    ) as because,
    c.sentence,
    c.member_id, c.team_id, c.inode_id, c.grant_id, c.connection_id, c.account_type_id,
    c.principal_kind, c.principal_id, c.permission, c.effective_before, c.effective_after,
    c.change_id
from told c
join change_order o using (entity)
left join base_changes n using (change_id)
left join change_reach m on m.change_no = n.change_no
left join causes k using (cause_ids)
left join words b on b."column" = c."column" and b.value = c.before
left join words a on a."column" = c."column" and a.value = c.after
order by o.place, c.change, c.subject, c.change_id
