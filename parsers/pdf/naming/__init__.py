"""What titles, captions and labels name: scans, sites, sides and earlier examinations."""
