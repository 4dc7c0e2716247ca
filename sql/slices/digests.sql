-- purpose:  By which numbers a snapshot tells that what an answer rests on is as in another.
-- grain:    part, bucket
-- columns:
--   part    as in model/digests
--   bucket  as in model/digests
--   digest  as in model/digests
-- params:
--   inode_id varchar = null — the inode asked about; null: everything that one member reaches
select part, bucket, digest
from main.digests
where
    bucket = ''
    or $inode_id is null
    or part = 'place' and bucket = right($inode_id, 3)
