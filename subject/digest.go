package subject

import (
	"regexp"
	"slices"
	"strings"

	"embai-crawl/item"
	"embai-crawl/text"
)

// isDigest reports whether an article is a list of other things: its title says
// so and it names more than one, or it names more papers or repositories than
// anything but a list does and its title does not say which.
func isDigest(title string, papers, repos int) bool {
	return papers+repos >= 3 && isList(title) || papers > 60 || repos > 30
}

// isList reports whether a title or description is that of a collection.
func isList(title string) bool {
	return listTitle.MatchString(text.Fold(title))
}

var listTitle = regexp.MustCompile(`周报|日报|周刊|月报|月刊|双周|盘点|汇总|综述|合集|精选|速递|速览|一周|本周|每日|每周|今日|清单|大全|导读|必读|论文集|资源|推荐 ?\d+|top ?-?\d+|[2-9]\d* ?(?:篇|个|款|大|种|项)(?:论文|项目|开源|工具|框架|模型|方法|最|优)|十[大篇个]|` +
	`\bsurvey\b|\breview of\b|\bweekly\b|\bdaily\b|\bdigest\b|round-?up|\bawesome\b|best of|reading list|paper list|papers with|this week|this month|newsletter|collection of|curated|\b\d{1,3} (?:papers|projects|tools|repos|libraries|models|ways|best)|a list of`)

// isCollection is isList of a title whose text is no report of one event. That a list
// has a word of 摩尔线程今日上市 makes none of it.
func isCollection(title string) bool {
	folded := column.ReplaceAllString(text.Fold(title), "$1")
	found := listTitle.FindAllString(noList.ReplaceAllString(folded, ""), 2)
	if len(found) != 1 || strings.HasPrefix(folded, found[0]) {
		return len(found) > 0
	}
	switch word := found[0]; {
	case word == "今日": // the day on which something happens
	case digit(word[0]), slices.Contains(oftenNoList, word):
		if eventsOf(folded) == 0 {
			return true
		}
	default:
		return true
	}
	for _, w := range [...]string{"论文", "要闻", "资讯", "新闻", "早报", "晚报", "热点", "项目", "推荐", "大事", "看点", "头条", "快讯", "简报", "papers", "news"} {
		if strings.Contains(folded, w) {
			return true
		}
	}
	return false
}

// oftenNoList are words of listTitle that make no list of a title that tells of an
// event, as a number does: 高通推出 AI Hub，75 个优化模型可下载.
var oftenNoList = []string{"本周", "一周", "每日", "速递", "清单", "daily", "this week", "this month"}

// column matches what makes one paper of 论文速递 | MobileKV and of QuaRot速递 no list.
var column = regexp.MustCompile(`^\[?(?:[a-z]+ ?\d{0,4} ?)?(?:论文|顶会|技术|前沿)速递\]? ?[|:·-] ?|([a-z0-9])速递$`)

// noList matches a week that something takes, tens of tokens, and lists that are told of.
var noList = regexp.MustCompile(`(?:实体|列入|移出|黑名单|出口管制)清单|[几数]十个 ?(?:token|字|词)|(?:只要|仅需|仅用|不到|只用)一周|一周(?:上线|搞定|内|就能|完成|交付)`)

// isBase reports whether so many works name id or live in it that naming it
// says nothing of what an article is about.
func isBase(id item.ID) bool { return isShared(id) || libraries[id.Key()] }

// isShared reports whether id holds many unrelated projects: its address may be
// that of one work's code, but ties no two works.
func isShared(id item.ID) bool { return shared[id.Key()] }

// libraries are what everybody builds on.
var libraries = wordSet(
	"pytorch/pytorch", "pytorch/vision", "pytorch/audio", "pytorch/ao", "tensorflow/tensorflow", "tensorflow/hub", "huggingface/transformers", "huggingface/diffusers", "huggingface/datasets", "huggingface/peft",
	"huggingface/accelerate", "huggingface/pytorch-image-models", "rwightman/pytorch-image-models", "facebookresearch/detectron2", "facebookresearch/fairseq", "keras-team/keras", "numpy/numpy", "scipy/scipy", "scikit-learn/scikit-learn",
	"opencv/opencv", "onnx/onnx", "llvm/llvm-project", "torvalds/linux", "python/cpython", "google/jax", "jax-ml/jax", "apache/mxnet", "apache/incubator-mxnet", "bvlc/caffe", "microsoft/deepspeed", "deepspeedai/deepspeed",
	"nvidia/megatron-lm", "nvidia/cutlass", "open-mmlab/mmcv", "paddlepaddle/paddle", "mindspore-ai/mindspore", "eleutherai/lm-evaluation-harness", "openai/openai-python", "ggml-org/ggml", "pjreddie/darknet", "alexeyab/darknet",
	"protocolbuffers/protobuf", "google/flatbuffers", "pybind/pybind11", "cocodataset/cocoapi",
)

// shared hold the code of many works each.
var shared = wordSet(
	"tensorflow/models", "tensorflow/tpu", "tensorflow/examples", "pytorch/examples", "google-research/google-research", "google-deepmind/deepmind-research", "deepmind/deepmind-research", "microsoft/unilm", "microsoft/research", "nvidia/deeplearningexamples",
	"paddlepaddle/models", "paddlepaddle/paddledetection", "mindspore-ai/models", "huawei-noah/efficient-computing", "huawei-noah/efficient-ai-backbones", "huawei-noah/pretrained-language-model", "open-mmlab/mmdetection", "open-mmlab/mmrazor", "onnx/models",
	"google-research/bert", "intel/neural-compressor", "qualcomm/ai-hub-models", "xilinx/vitis-ai",
)
