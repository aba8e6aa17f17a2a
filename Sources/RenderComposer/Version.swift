/// The version of this package, as files written by it record it.
public let softwareVersion = "0.3.0"
