-- Of a mail to several: who has it, and whom the mail server refused for good, as addresses with blanks between. Only the others are asked
-- when it is tried again.
ALTER TABLE notice_delivery
    ADD mail_taken text NOT NULL DEFAULT '',
    ADD mail_refused text NOT NULL DEFAULT '';
