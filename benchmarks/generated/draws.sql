-- Chance that repeats: every draw is a number in [0, 1) from the seed and what is drawn for whom.
-- Time: whatever changes has eras; of things whose `pace` is 1, `rate` begin a new era each day.
create temp macro number_of(what, thing) as
    md5_number_lower(getvariable('seed') || '/' || what || '/' || thing);
create temp macro draw(what, thing) as
    (number_of(what, thing) >> 11)::double / 9007199254740992.0;
create temp macro era(what, thing, pace) as
    floor(getvariable('day') * getvariable('rate') * pace + draw('era of ' || what, thing))::bigint;
create temp macro uuid_of(what, thing) as
    md5(getvariable('seed') || '/id of ' || what || '/' || thing)::uuid::varchar;

-- The urlId of a UUID: base 62, digits 0-9 a-z A-Z, unpadded (emulator/slug.py says the same).
create temp macro digit(v) as
    '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'[(v % 62)::int + 1];
create temp macro ten_digits(v) as
    digit(v // 13537086546263552) || digit(v // 218340105584896) || digit(v // 3521614606208)
    || digit(v // 56800235584) || digit(v // 916132832) || digit(v // 14776336)
    || digit(v // 238328) || digit(v // 3844) || digit(v // 62) || digit(v);
create temp macro value_of(uuid) as
    ('0x' || replace(uuid, '-', '')[1:16])::ubigint::uhugeint * 18446744073709551616::uhugeint
    + ('0x' || replace(uuid, '-', '')[17:32])::ubigint::uhugeint;
create temp macro slug_of(value) as ltrim(
    digit((value // 704423425546998022968330264616370176::uhugeint)::ubigint // 62)
    || digit((value // 704423425546998022968330264616370176::uhugeint)::ubigint)
    || ten_digits((value // 839299365868340224::uhugeint % 839299365868340224::uhugeint)::ubigint)
    || ten_digits((value % 839299365868340224::uhugeint)::ubigint), '0');
create temp macro slug(uuid) as slug_of(value_of(uuid));
