-- What stands for the recipient of a message, so that not too many go to one; it is forgotten after a day.
ALTER TABLE message ADD COLUMN recipient TEXT;
CREATE INDEX message_by_recipient ON message (dealer, recipient) WHERE recipient IS NOT NULL;
