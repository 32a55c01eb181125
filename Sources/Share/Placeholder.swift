enum PlaceholderShare {}
