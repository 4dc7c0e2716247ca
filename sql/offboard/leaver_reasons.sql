-- purpose:  The verdict on each leaver in sentences: what was seen, and what would settle it.
-- grain:    account_key
-- columns:
--   account_key            the account
--   reason                 the verdict and what it rests on
--   status_meaning         the way of being gone, and what it leaves; null when active or unknown
--   cadence                how often a snapshot would be needed to tell; null when it can be told
--   gap_hours              hours between last seen active and first seen gone
--   cadence_needed_hours   hours between snapshots with which one falls into every time allowed
-- params:
--   within_hours integer = 24 — hours from the end of the last day to the deadline
with

words as (
    select
        a.*, v.*,
        strftime(a.left_at, '%-d %B %Y, %H:%M UTC') as left_text,
        strftime(a.due_at, '%-d %B %Y, %H:%M UTC') as due_text,
        strftime(v.last_active_at, '%-d %B %Y, %H:%M UTC') as active_text,
        strftime(v.active_past_due_at, '%-d %B %Y, %H:%M UTC') as late_text,
        strftime(v.first_gone_at, '%-d %B %Y, %H:%M UTC') as gone_text,
        strftime(v.as_of, '%-d %B %Y, %H:%M UTC') as as_of_text,
        coalesce(nullif(v.status, 'not_listed'), 'no longer listed') as how,
        date_diff('hour', v.last_active_at, v.first_gone_at) as gap_hours,
    from leaver_accounts a
    join leaver_verdicts v using (account_key)
),

told as (
    select
        *,
        case situation
            when 'unknown_person' then 'No account of ' || coalesce(email, 'employee ' || employee_id)
                || ' in any snapshot at hand: they never had one, or have it under another address, '
                || 'which --aliases can name.'
                || if(len(namesakes) > 0, ' The same name is borne by ' || array_to_string(namesakes, ', ')
                    || '.', '')
            when 'not_read' then 'The list of members was not read whole, or not as an Admin, and ' || coalesce(
                'the account was last seen active on ' || active_text, 'no snapshot shows them')
                || ': an absence there proves nothing.'
            when 'rehired' then 'HR has them back since ' || strftime(returned_at, '%-d %B %Y, %H:%M UTC')
                || case
                    when verdict = 'missed' then '; the account was still active on ' || late_text
                        || ', past the deadline of ' || due_text || '.'
                    when verdict = 'met' then '; it was gone by ' || gone_text || ', in time.'
                    else '; no snapshot shows what became of the account in between.'
                end
            when 'not_left_yet' then 'The last day ends on ' || left_text || ': until then the account may be active.'
            when 'not_due_yet' then 'The last day is over and the account is active; it is due by '
                || due_text || ', after this snapshot.'
            when 'still_active' then 'Still active on ' || as_of_text || ', past the deadline of ' || due_text || '.'
            when 'reactivated' then 'It had been off, and is active again on ' || as_of_text
                || ', past the deadline of ' || due_text || '; HR does not have them back.'
            when 'gone_late' then 'Still active on ' || late_text || ', past the deadline of ' || due_text
                || coalesce('; first seen ' || how || ' on ' || gone_text, '') || '.'
            when 'gone_in_time' then 'Seen ' || how || ' on ' || gone_text
                || ', before the deadline of ' || due_text || '.'
            when 'gone_before_the_first' then 'Already ' || how || ' on ' || gone_text
                || ', in the first snapshot, which is later than the deadline of ' || due_text || '.'
            else 'Last seen active on ' || active_text || ', first seen ' || how || ' on ' || gone_text
                || '; the deadline of ' || due_text || ' lies between.'
        end as about_time,
        concat_ws(' ',
            if(matched_by = 'alias', 'Found as ' || matched_address || ' by the mapping file.', null),
            if(matched_by = 'plus_address', 'Found as ' || matched_address || ', an address of the same mailbox.', null),
            if(len(lines) > 1 and len(last_days) = 1,
                'Listed ' || len(lines) || ' times, on lines ' || array_to_string(lines, ', ') || '.', null),
            if(len(last_days) > 1, 'Listed with ' || len(last_days) || ' last days, '
                || array_to_string(last_days, ', ') || ', on lines ' || array_to_string(lines, ', ')
                || ': the latest counts.', null)
        ) as about_lines,
    from words
)

select
    account_key,
    concat_ws(' ', about_time, nullif(about_lines, '')) as reason,
    case status
        when 'archived' then 'Archived in Sigma: they cannot sign in. Their documents went to whom the '
            || 'deactivation named. Sigma can bring the account back, with every grant and team still standing.'
        when 'inactive' then 'Switched off by the identity provider (SCIM), not archived in Sigma: they cannot '
            || 'sign in. Okta gives their documents to the admin who set provisioning up; Azure archives after '
            || '30 days. The provider can bring the account back, with every grant and team still standing.'
        when 'not_listed' then 'No longer listed at all, though Sigma never deletes an account: look it up.'
    end as status_meaning,
    case
        when situation in ('gone_between', 'gone_before_the_first')
            then 'To tell whether ' || $within_hours || ' hours are kept, take a snapshot at least every '
                || greatest($within_hours, 1) || ' hours' || coalesce(' (here ' || gap_hours || ' lay between)', '')
                || '; one right at the deadline, ' || due_text || ', would have settled it.'
        when situation = 'not_due_yet' then 'A snapshot at ' || due_text || ' or soon after will tell.'
    end as cadence,
    gap_hours,
    if(situation in ('gone_between', 'gone_before_the_first'), greatest($within_hours, 1), null)
        as cadence_needed_hours,
from told
order by account_key
