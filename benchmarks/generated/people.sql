-- Members, teams by Zipf's law, who is in which, account types. Team 0 is nearly everybody.
create temp table account_type_shares as
from (values
    (0, 'View', 0.40, ['View connections', 'View datasets', 'View workbooks']),
    (1, 'Analyze', 0.70, ['View connections', 'View datasets', 'View workbooks', 'Basic explore',
        'Full explore', 'Download']),
    (2, 'Build', 0.90, ['View connections', 'View datasets', 'View workbooks', 'Basic explore',
        'Full explore', 'Download', 'Annotate tables', 'Create input tables',
        'Create, edit, and publish datasets', 'Create, edit, and publish workbooks',
        'Create new folders', 'Contribute to shared folders', 'Share documents']),
    (3, 'Admin', 0.903, ['View connections', 'View datasets', 'View workbooks', 'Basic explore',
        'Full explore', 'Download', 'Annotate tables', 'Create input tables',
        'Create, edit, and publish datasets', 'Create, edit, and publish workbooks',
        'Create new folders', 'Contribute to shared folders', 'Share documents',
        'Manage connections', 'Upload CSV', 'Schedule materializations', 'Create warehouse views',
        'Manage users', 'Manage teams']),
    (4, 'Readers of content', 0.96, ['View workbooks']),
    (5, 'Modellers', 1.0, ['View connections', 'View datasets', 'View workbooks',
        'Create, edit, and publish datasets', 'Contribute to shared folders'])
) as t(number, name, up_to, permissions);

-- Member 0 is the Admin whose credential asks.
create temp table people as
select
    i, 'M' || md5(getvariable('seed') || '/member/' || i)[1:24] as member_id,
    uuid_of('home', i) as home_folder_id,
    case when i = 0 then 'Admin' else s.name end as account_type,
    case when i = 0 or draw('kind', i) < 0.9 then 'internal'
        when draw('kind', i) < 0.97 then 'guest' else 'embed' end as user_kind,
    i > 0 and draw('archived', i || '/' || era('leaving', i, 0.2)) < 0.05 as is_archived,
    i > 0 and draw('inactive', i || '/' || era('pausing', i, 0.2)) < 0.01 as is_inactive
from range(getvariable('members')) as t(i)
join account_type_shares s
    on draw('account type', i || '/' || era('account type', i, 1)) < s.up_to
    and draw('account type', i || '/' || era('account type', i, 1)) >= coalesce(
        (select max(l.up_to) from account_type_shares l where l.number = s.number - 1), 0);

create temp table groups as
select
    i, uuid_of('team', i) as team_id, i > 3 and draw('team archived', i) < 0.03 as is_archived,
    least(getvariable('members'), greatest(3, floor(getvariable('members') * case
        when i = 0 then 0.95 else 0.3 / pow(i + 1, 0.9) end)))::bigint as seats,
    -- Primes beyond any number of members: a stride that meets nobody twice.
    [1000003, 1299709, 2750159, 3497861, 5800079, 6700417, 7368787, 15485863][
        (number_of('stride', i) % 7)::int + 1] as stride
from range(getvariable('teams')) as t(i);

create temp table seats as
select distinct on (g.i, member) g.i as team, g.team_id, member, p.member_id, s < 2 as is_team_admin
from groups g,
    lateral (select unnest(range(g.seats)) as s) as t,
    lateral (select ((number_of('start', g.i) % 1000000007)::bigint
        + (s + getvariable('members') // 2 * era('seat', g.i || '/' || s, 1)
            + era('seat', g.i || '/' || s, 1)) * g.stride) % getvariable('members') as member) as u
join people p on p.i = u.member
order by g.i, member, s;
