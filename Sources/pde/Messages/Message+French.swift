extension Message { var french: String { english } }
