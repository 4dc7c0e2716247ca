-- title:    No two documents of one folder bear the same name
-- severity: low
-- purpose:  Whether each document's name is its own in its folder.
-- why:      People share, open and certify the wrong one.
-- fix:      Rename one of the two, or archive it.
-- grain:    subject_id
-- columns:
--   subject_kind  inode
--   subject_id    the document
--   subject_name  where it is
--   status        pass, fail or not_known
--   reason        how many bear the name
--   owner_id      its owner
--   inode_ids     all that bear it
with

documents as (
    select
        inode_id, path_text, owner_id, name, parent_id, kind,
        count(*) over same_name as bearers,
        list(inode_id) over same_name as inode_ids
    from inodes
    where plane = 'content' and not is_container and not is_archived and kind <> 'unknown'
    window same_name as (
        partition by parent_id, kind, lower(name) order by inode_id
        rows between unbounded preceding and unbounded following
    )
)

select
    'inode' as subject_kind, inode_id as subject_id, path_text as subject_name,
    case
        when parent_id is null or name is null then 'not_known' when bearers > 1 then 'fail'
        else 'pass'
    end as status,
    case
        when parent_id is null or name is null then 'It is not known what ' || path_text || ' lies in'
        when bearers > 1 then bearers || ' of kind ' || kind || ' are called ' || path_text
        else path_text || ' is the only one of its name'
    end as reason,
    owner_id, inode_ids
from documents
union all by name
select subject_kind, subject_id, subject_name, status, reason
from unseen_subjects
where about in ('content')
