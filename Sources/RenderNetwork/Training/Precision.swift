import CRenderKernels

extension TrainingOptions {
  /// The precision of a training's products of matrices. All else is in single precision: the sums of
  /// the products, the weights that the steps change, moments, states and pointwise parts.
  public enum Precision: String, CaseIterable, Hashable, Codable, Sendable {
    /// Single precision.
    case single = "fp32"
    /// Numbers rounded to bf16, 8 bits of precision with single's exponents, before they are multiplied.
    case bfloat16 = "bf16"

    /// The precision in which this processor is fastest: bf16 where it has instructions for products of
    /// bf16, and they give what the definition says.
    public static var fastest: Precision {
      Kernels.best.rawValue >= CK_AVX512_BF16.rawValue && BFloat16Matrix.isSound
        ? .bfloat16 : .single
    }

    /// Whether this processor has instructions for products in the precision. Without them products of
    /// bf16 are made with those of single precision: slower, and with other last bits.
    public var hasInstructions: Bool {
      self == .single || Kernels.best.rawValue >= CK_AVX512_BF16.rawValue
    }
  }
}
