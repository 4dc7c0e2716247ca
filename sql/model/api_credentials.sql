-- purpose:  API credentials, where `--with api_credentials` asked and this API lists them (Q19).
-- grain:    client_id
-- columns:
--   client_id    the credential; no secret
--   name         its name
--   owner_id     member it acts as; null where the answer does not say
--   created_by   member who made it
--   created_at   when it was made, UTC
select client_id, name, owner_id, created_by, created_at
from typed.api_credentials
join (from chosen_readings where endpoint = 'api_credentials') using (parent_id, reading)
