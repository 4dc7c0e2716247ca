-- purpose:  What else a leaver may have left running and this snapshot does not have, or not whole.
-- grain:    extra
-- columns:
--   extra   the word after collect --with
--   words   the same in words, with a remark where part of it was read
select extra,
    replace(extra, '_', ' ') || if(status = 'not_collected', '', ' (not all of it was answered)') as words,
from extras
where extra in ('schedules', 'embeds', 'api_credentials') and not is_known
order by array_position(['schedules', 'embeds', 'api_credentials'], extra)
