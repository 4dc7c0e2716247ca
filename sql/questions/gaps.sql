-- purpose:  What could not be told about one member, one inode, or one of the other.
-- grain:    member_id, inode_id, principal_kind, endpoint, reason
-- columns:
--   member_id       the member whose rows may be missing or too low; null: any
--   inode_id        the inode whose rows may be missing or too low; null: any
--   principal_kind  organization when only an organisation-wide grant may be missing; null: any
--   endpoint        the endpoint that was not read to its end
--   reason          why not
-- params:
--   member_id varchar = null — the member asked about; null: anyone
--   inode_id  varchar = null — the inode asked about; null: any
select distinct g.member_id, g.inode_id, g.principal_kind, g.endpoint, g.reason,
from not_known g
where
    ($member_id is null or g.member_id is null or g.member_id = $member_id)
    and (
        $inode_id is null
        -- A gap above an inode is a gap of the inode; one of no inode is one of its whole plane.
        or g.inode_id in (select ancestor_id from inode_ancestry where inode_id = $inode_id)
        or (
            g.inode_id is null
            and coalesce(g.plane = (select plane from inodes where inode_id = $inode_id), true)
        )
    )
    -- An organisation-wide grant that was not read cannot have reached those outside of everyone.
    and (
        g.principal_kind is distinct from 'organization'
        or $member_id is null
        or $member_id in (
            select member_id from principal_members where principal_kind = 'organization'
        )
    )
order by all
