-- title:    Every workspace is named as agreed
-- severity: low
-- purpose:  Which workspaces have a name that does not match the pattern agreed upon.
-- why:      A name that says whose it is tells a reader whom to ask.
-- fix:      Rename the workspace, or set -p workspaces_are_named.pattern to what is agreed.
-- grain:    subject_id
-- columns:
--   subject_kind  workspace, or organization for what was not read
--   subject_id    the workspace
--   subject_name  its name
--   status        pass, fail or not_known
--   reason        what was looked for, or what was not read
-- params:
--   pattern varchar = '^\p{L}' — regular expression that a name must match
select
    'workspace' as subject_kind, inode_id as subject_id,
    coalesce(name, inode_id) as subject_name,
    case
        when name is null then 'not_known'
        when regexp_matches(name, $pattern) then 'pass'
        else 'fail'
    end as status,
    if(name is null, 'Its name could not be read', 'Wanted is a name that matches ' || $pattern)
        as reason,
from inodes
where kind = 'workspace'
union all
-- What was not read must not pass for want of reading.
select subject_kind, subject_id, subject_name, status, reason,
from unseen_subjects
where about = 'content'
order by subject_name, subject_id
