select
    '' as parent_id, i as position,
    to_json({'connectionId': connection_id, 'urlId': url_id, 'path': path}) as entry
from paths
