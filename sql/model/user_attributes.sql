-- purpose:  User attributes, where `--with user_attributes` asked: they narrow rows, never access (R20).
-- grain:    user_attribute_id
-- columns:
--   user_attribute_id  the attribute
--   name               its name
--   description        what it is for
--   default_value      value of everybody without another; null: none
select user_attribute_id, name, description, default_value
from typed.user_attributes
join (from chosen_readings where endpoint = 'user_attributes') using (parent_id, reading)
