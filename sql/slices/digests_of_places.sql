-- purpose:  The same numbers for what is granted on the places in which the inode asked about lies.
-- grain:    part, bucket
-- columns:
--   part    source
--   bucket  as in model/digests
--   digest  as in model/digests
select part, bucket, digest
from main.digests
where part = 'source' and bucket in (select right(ancestor_id, 3) from slices.inode_ancestry)
