-- purpose:  Every set of what was not read of a member, or of an inode.
-- grain:    set_no
-- columns:
--   set_no   counts them from 1; 0 stands for none
--   reasons  by reason_no as in side_gaps, in its order
select row_number() over (order by reasons)::integer as set_no, reasons
from (
    select reasons from member_reasons
    union
    select reasons from inode_reasons
)
