-- By which phone or plate a customer is known, so that a repeated one can be marked: part of the row that is erased.
ALTER TABLE person ADD COLUMN phone TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN plate TEXT NOT NULL DEFAULT '';
UPDATE person SET phone = body::jsonb ->> 'phone', plate = body::jsonb ->> 'plate';
CREATE INDEX person_by_phone ON person (dealer, phone);
CREATE INDEX person_by_plate ON person (dealer, plate);
