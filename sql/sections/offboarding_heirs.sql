-- purpose:  Who has what was a leaver's, and what that newly gives them.
-- grain:    account_key, inode_id
-- columns:
--   leaver          whose it was
--   heir            whose it is now
--   path_text       what changed hands
--   before          what the heir was granted on it before
--   now             what they are granted now
--   usable_now      what of it they can use
--   gain            new, more, nothing new or not known
--   seen_theirs_at  when it was last seen the leaver's, UTC
--   as_of           when it was seen the heir's, UTC
--   inode_id        its id
--   account_key     the leaver's account
select t.name as leaver, h.heir_name as heir, h.path_text, h.before, h.now, h.usable_now,
    replace(h.gain, '_', ' ') as gain, h.seen_theirs_at, h.as_of, h.inode_id, account_key,
from leaver_handovers h
join the_table t using (account_key)
order by t.name, account_key, h.path_text, h.inode_id
