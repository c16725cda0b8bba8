"""What tests are about, made in one call: an office with its people, reports, files, officers."""
