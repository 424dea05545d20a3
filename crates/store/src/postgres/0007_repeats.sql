-- The latest bookings of a phone or plate are found without a look at the others.
DROP INDEX person_by_phone;
DROP INDEX person_by_plate;
CREATE INDEX person_by_phone ON person (dealer, phone, visit);
CREATE INDEX person_by_plate ON person (dealer, plate, visit);
