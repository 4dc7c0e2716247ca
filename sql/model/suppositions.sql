-- purpose:  What is supposed that is not so. A sealed snapshot supposes nothing: the relation has rows
--           only in the catalog that a question of the form “what if” puts in the file's place.
-- grain:    place
-- columns:
--   place     order of telling, from 1
--   kind      without_grant, without_team, without_member_of, as_account_type or deactivated
--   sentence  what is supposed, in words
select place, kind, sentence
from (values (0, '', '')) as nothing(place, kind, sentence)
where place > 0
