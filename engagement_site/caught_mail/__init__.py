"""Development only: mail is kept in files and shown on a page, never sent."""
