-- Logins of those who look and change nothing: a screen on the wall, a visitor from head office.
ALTER TABLE login_tokens ADD COLUMN read_only INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN read_only INTEGER NOT NULL DEFAULT 0;
