-- purpose:  What changed between two snapshots, row by row: what was done, then what came of it.
-- grain:    change_id
-- columns:
--   entity            what it is about: member, team, team member, grant, inode, effective access …
--   change            added, removed, changed; gained, lost, raised, lowered; or not_known
--   subject           what it is about, in words
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
with

-- What each change brought about: rows of access that name it as a cause.
moved as (
    select cause_id as change_id, count(*) as accesses, count(distinct member_id) as members,
    from (
        select member_id, unnest(cause_ids) as cause_id
        from changes
        where entity = 'effective_access' and cause_ids is not null
    )
    group by cause_id
),

-- Few rows have causes of their own: each set of them is put into words once.
causes as (
    select cause_ids, list(s.sentence || '.' order by s.sentence) as lines,
    from (select distinct cause_ids from changes where len(cause_ids) > 1) k,
        unnest(k.cause_ids) as one (cause_id)
    join change_sentences s on s.change_id = cause_id
    group by cause_ids
)

select
    c.entity, c.change, c.subject, c."column", c.before, c.after, c.cause,
    list_filter(
        [
            coalesce(
                c.cause,
                if(m.accesses = 1, 'it moved one access', format('it moved {:,} accesses of ', m.accesses)
                    || if(m.members = 1, 'one member', format('{:,} members', m.members)))
            )
        ]
        || coalesce(k.lines, [])
        || if(
            c.entity <> 'effective_access' or c.change = 'not_known',
            [],
            [
                'Granted before: ' || coalesce(c.before, 'nothing') || '; after: ' || coalesce(c.after, 'nothing') || '.',
                'Usable before: ' || coalesce(c.effective_before, 'nothing')
                    || '; after: ' || coalesce(c.effective_after, 'nothing') || '.',
                'Named as the cause: ' || array_to_string(c.cause_ids, ', ') || '.'
            ]
        ),
        lambda line: line is not null
    ) as because,
    c.sentence,
    c.member_id, c.team_id, c.inode_id, c.grant_id, c.connection_id, c.account_type_id,
    c.principal_kind, c.principal_id, c.permission, c.effective_before, c.effective_after,
    c.change_id
from changes c
join change_order o using (entity)
left join moved m using (change_id)
left join causes k using (cause_ids)
order by o.place, c.change, c.subject, c.change_id
