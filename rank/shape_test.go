package rank

import "testing"

func TestShapes(t *testing.T) {
	f := newFeatures()
	for _, c := range []struct {
		title  string
		named  bool
		length float64 // its sign
	}{
		{"MixNet: Mixed Depthwise Convolutional Kernels", true, -1},
		{"YOLACT++: Better Real-time Instance Segmentation", true, -1},
		{"Fast Sparse ConvNets", false, -1},
		{"On the Use of Priors: Some Notes", false, -1},
		{"A Study of the Effect of Noise on the Training of Networks for the Detection of Birds", false, 1},
		{"RC-DARTS: Resource Constrained Differentiable Architecture Search in Networks of Several Scales and Kinds", true, 1},
		{"：", false, -1},
		{"", false, -1},
		{"量化神经网络", false, -1},
	} {
		f.readAs(kindPaper, c.title, "some text below it, which has no shape: none")
		named, length := false, 0.0
		for _, x := range f.list {
			switch x.hash {
			case shapeNamed:
				named = true
			case shapeLength:
				length = float64(x.value)
			}
		}
		if named != c.named || length*c.length <= 0 {
			t.Errorf("%q: named %t, length %.2f", c.title, named, length)
		}
	}
}

// TestNamesOfPrinted: an article that names a paper has it printed, unless the
// name is a word that many papers use.
func TestNamesOfPrinted(t *testing.T) {
	samples := []sample{
		{kind: kindArticle, issue: "2024-01-07", title: "BlazeFace：手机上的人脸检测，AutoML 也用上了"},
		{kind: kindPaper, title: "BlazeFace: Face Detection on Mobile GPUs"},
	}
	for range commonName {
		samples = append(samples, sample{kind: kindPaper, title: "AutoML: Exploration and Exploitation"})
	}
	names := namesOf(samples)
	if _, ok := names["blazeface"]; !ok {
		t.Error("the paper's name is not known")
	}
	if _, ok := names["automl"]; ok {
		t.Error("a word of many titles is taken for a name")
	}
}
