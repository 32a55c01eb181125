enum PlaceholderBlindServer {}
