-- purpose:  What changed of one member, object or team itself between two snapshots.
-- grain:    happening_id
-- columns:
--   change        added, removed, changed or not_known
--   sentence      what happened
--   cause         because of what; what was not read where it is not known
--   about         membership, grant, ownership, member, team or object
--   member_count  always null: nobody's access is told here
--   inode_count   likewise
--   happening_id  names the row
-- params:
--   member_id varchar = null — the member
--   inode_id  varchar = null — the object
--   team_id   varchar = null — the team
select
    change, upper(sentence[1]) || sentence[2:] as sentence, cause,
    case
        when "column" = 'owner_id' then 'ownership'
        when entity = 'team_member' then 'membership'
        when entity in ('grant', 'member', 'team') then entity
        else 'object'
    end as about,
    null::bigint as member_count, null::bigint as inode_count, change_id as happening_id,
from base_change_rows
where
    ($member_id is not null and (
        member_id = $member_id or principal_kind = 'member' and principal_id = $member_id
        or "column" = 'owner_id' and (before = $member_id or after = $member_id)
    ))
    or ($inode_id is not null and inode_id = $inode_id)
    or ($team_id is not null and (
        team_id = $team_id or principal_kind = 'team' and principal_id = $team_id
    ))
order by change, sentence, happening_id
