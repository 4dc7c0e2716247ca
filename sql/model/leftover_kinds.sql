-- purpose:  The kinds of leftovers: what each means and what would tidy it.
-- grain:    problem
-- columns:
--   problem  which kind
--   place    order of telling, from 1
--   meaning  why it is a leftover
--   remedy   what would tidy it
select problem, place, meaning, remedy
from (
    values
        ('Grant to nobody listed', 1, 'names a member or team that no list shows',
            'Find out in Sigma who it is; delete the grant.'),
        ('Grant to an archived team', 2, 'reaches nobody until the team is restored, and then everyone in it',
            'Delete the grants of the team.'),
        ('Grant to an empty team', 3, 'whoever is added to the team later gets it unasked',
            'Delete the grants, or the team.'),
        ('Grant to who left', 4, 'sleeps while the account is off, and wakes with it',
            'Delete the grants; reactivate nobody before.'),
        ('Redundant grant in person', 5, 'gives no more than the same member has by something else',
            'Delete the grant in person.'),
        ('Grant above what anybody can use', 6,
            'no account type of those who hold it allows it; another account type would wake it',
            'Lower the grant to what is used.'),
        ('Redundant grant to many', 7, 'gives nobody it reaches more than they have by something else',
            'Delete the grant; nobody loses anything.'),
        ('Team that gives nothing', 8, 'has members, and no grant names it',
            'Delete the team, or say what it is for.')
) as kinds(problem, place, meaning, remedy)
