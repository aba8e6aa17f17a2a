import FoundationEssentials

/// The description of a network in a Keras file: the part of `model_config`, or of `config.json`, that
/// matters here.
struct ModelConfiguration: Decodable {
  var layers: [LayerConfiguration]

  /// - Throws: `KerasError.unknownNetwork` for one that is not sequential.
  init(json: String) throws(KerasError) {
    do {
      self = try JSONDecoder().decode(ModelConfiguration.self, from: Data(json.utf8))
    } catch let error as KerasError {
      throw error
    } catch {
      throw .badFile("its description of the network is damaged")
    }
  }

  private enum Key: String, CodingKey {
    case className = "class_name"
    case config, layers
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let className = try container.decode(String.self, forKey: .className)
    guard className == "Sequential" else {
      throw KerasError.unknownNetwork("it is a \(className), and only Sequential ones are known")
    }
    // Before Keras 2.2.3 the layers were all that there was.
    if let layers = try? container.decode([LayerConfiguration].self, forKey: .config) {
      self.layers = layers
    } else {
      layers = try container.nestedContainer(keyedBy: Key.self, forKey: .config)
        .decode([LayerConfiguration].self, forKey: .layers)
    }
  }
}

/// The description of a layer.
struct LayerConfiguration: Decodable {
  var className: String
  var name: String?
  var activation: String?
  var recurrentActivation: String?
  var returnsSequence: Bool?
  var usesBias: Bool?
  var goesBackwards: Bool?
  var masksZero: Bool?
  var rate: Float?
  var epsilon: Float?
  var momentum: Float?
  /// The numbers of rows, steps and features of the input; `nil` for what is open.
  var inputShape: [Int?]?

  private enum OuterKey: String, CodingKey {
    case className = "class_name"
    case config
  }

  private enum Key: String, CodingKey {
    case name, activation, rate, epsilon, momentum
    case recurrentActivation = "recurrent_activation"
    case returnsSequence = "return_sequences"
    case usesBias = "use_bias"
    case goesBackwards = "go_backwards"
    case masksZero = "mask_zero"
    case batchInputShape = "batch_input_shape"
    case batchShape = "batch_shape"
  }

  init(from decoder: any Decoder) throws {
    let outer = try decoder.container(keyedBy: OuterKey.self)
    className = try outer.decode(String.self, forKey: .className)
    let container = try outer.nestedContainer(keyedBy: Key.self, forKey: .config)
    name = try container.decodeIfPresent(String.self, forKey: .name)
    // A function of the user's own is described at length.
    activation =
      container.contains(.activation)
      ? (try? container.decode(String.self, forKey: .activation)) ?? "of its own" : nil
    recurrentActivation = try container.decodeIfPresent(String.self, forKey: .recurrentActivation)
    returnsSequence = try container.decodeIfPresent(Bool.self, forKey: .returnsSequence)
    usesBias = try container.decodeIfPresent(Bool.self, forKey: .usesBias)
    goesBackwards = try container.decodeIfPresent(Bool.self, forKey: .goesBackwards)
    masksZero = try container.decodeIfPresent(Bool.self, forKey: .masksZero)
    rate = try container.decodeIfPresent(Float.self, forKey: .rate)
    epsilon = try container.decodeIfPresent(Float.self, forKey: .epsilon)
    momentum = try container.decodeIfPresent(Float.self, forKey: .momentum)
    inputShape =
      try container.decodeIfPresent([Int?].self, forKey: .batchInputShape)
      ?? container.decodeIfPresent([Int?].self, forKey: .batchShape)
  }
}
