import Files

/// A type of this package's own, whose name the library has, too.
struct Model {
  var folder: Folder
}

let model = Model(folder: Folder("mine"))
print("a model in the folder \(model.folder.name)")
try sampleREADME()
