extension Message { var dutch: String { english } }
