import Music
import NeuralNetwork
