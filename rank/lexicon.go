package rank

// group is one kind of evidence for an entry of this newsletter, or against
// it: words of the field in both languages that mean much the same for the
// editor. A group is one feature of the learned model, so that a chip that no
// past issue names still counts as a chip. How much a group counts is learned.
type group struct {
	name  string
	terms string // separated by white space; _ stands for a space inside a term
}

// lexicon is knowledge of the field, not of any newsletter's archive.
// Han terms match as substrings; Latin ones match whole words on folded text.
var lexicon = []group{
	{"compression", `模型压缩 压缩 轻量化 轻量级 轻量 瘦身 小型化 compress compression compressed compressing compressible
		compact lightweight light_weight tiny slim slimmable slimming efficient efficiently efficiency efficientnet resource_constrained
		resource_efficient memory_efficient parameter_efficient low_cost low_complexity low_rank tensor_decomposition tensor_train
		低秩 张量分解 矩阵分解 参数共享 weight_sharing tensor_ring tucker butterfly overparameterized redundancy footprint budget budgeted
		early_exit early_exiting anytime dynamic_inference conditional_computation adaptive_computation adaptive_inference
		skip_connections skipping depthwise separable group_convolution octave_convolution shift
		compact_model model_size smaller_models memory_footprint low_memory sub_megabyte efficient_networks efficient_network efficient_convnets efficient_cnn efficient_deep efficient_neural efficient_inference width_multiplier dynamic_convolution 动态卷积 动态网络 参数量 计算量`},
	{"quantization", `量化 低比特 低精度 二值 三值 二值化 混合精度 定点 int8 int4 int2 int16 fp16 bf16 fp8 fp4 nf4 w4a16 w8a8 8bit 4bit 2bit 1bit
		8_bit 4_bit 2_bit 1_bit 16_bit one_bit two_bit quantization quantized quantize quantizing quantizer quantisation quantised
		binary_neural binary_network binary_networks binarized binarization binarizing binary_weight ternary low_bit lowbit ultra_low bitwidth
		bit_width bit_widths mixed_precision low_precision reduced_precision limited_precision arbitrary_precision dorefa xnor xnor_net bnn bnns qat ptq awq gptq
		smoothquant quarot spinquant bitnet fixed_point integer_only integer_arithmetic post_training floating_point bfloat16 posit
		power_of_two multiplication_free multiplierless adder addernet stochastic_rounding logarithmic
		int3 uint8 quant quantnet q_bert qbert 1_bit_llm low_bit_width low_bits lowbits binaryconnect bireal birealnet bitwise ternarize bit_slicing product_quantization vector_quantization int8量化 训练后量化 量化感知 量化感知训练 无数据量化 data_free 量化训练 量化工具`},
	{"pruning", `剪枝 稀疏 稀疏化 彩票假说 通道选择 pruning pruned prune prunes pruner sparse_neural sparse_network sparse_networks sparsity sparsify sparsification
		sparsified sparsifying sparse_training lottery_ticket lottery_tickets winning_tickets structured_sparsity filter_pruning channel_pruning
		channel_selection filter_selection group_sparsity block_sparse dropconnect drop_path layerdrop sparse_convolution sparse_convolutional sparse_deep sparse_cnn sparse_transformer
		sparse_convnets sparse_convnet fast_sparse sparse_inference sparse_tensor sparse_weights n_m_sparsity 2_4_sparsity network_slimming winning_ticket weight_pruning model_pruning`},
	{"distillation", `蒸馏 知识蒸馏 教师网络 学生网络 distillation distill distilled distilling distiller teacher_student student_teacher student_network
		distilbert tinybert mobilebert minilm knowledge_transfer mimic born_again hint`},
	{"architecture search", `架构搜索 结构搜索 网络搜索 自动机器学习 神经架构 nas nasnet architecture_search neural_architecture architecture_design automl
		auto_ml darts proxylessnas mnasnet fbnet once_for_all autokeras nni amc haq netadapt enas differentiable_architecture evolving_architecture
		hardware_aware supernet super_net one_shot_architecture zero_cost search_space design_space design_spaces network_design 网络设计 网络结构设计
		nasbench nas_bench nas_bench_101 nas_bench_201 autogluon nats_bench vega darts+ pc_darts fairnas single_path_nas spos bignas attentivenas network_design_spaces regnet regnety evolved_transformer model_scaling compound_scaling`},
	{"small networks", `mobilenet mobilenets mobilenetv2 mobilenetv3 shufflenet shufflenetv2 squeezenet squeezenext ghostnet mobilefacenet mobilevit
		mixnet mixconv peleenet espnet espnetv2 repvgg nanodet yolo_lite yolo_fastest yolo_nano tiny_yolo yolov3_tiny efficientdet thundernet blazeface
		mcunet mcunetv2 micronet micronets osnet lednet enet icnet bisenet fast_scnn hardnet vovnet cspnet igcv igcv3 picodet lcnet pp_lcnet
		ultraface retinaface libfacedetection centerface mtcnn ultra_light lffd faceboxes mobilestereonet tinyvit edgenext efficientformer
		fastvit mobileone mobilellm tinyllama bnext small_model small_models 小模型 超轻量 超轻 轻量网络 超小
		dbface light_weight_face lightweight_openpose movenet blazepose posenet yolox yolo_fastestv2 fastestdet yolov5_lite mobilenet_ssd ssdlite slim_face retinaface_ncnn resnest mobileseg modnet mobilestyle ghostnetv2 mobilenext parc_net poolformer tinynet tiny_net repmlp replknet acnet convnext`},
	{"runtime", `ncnn mnn tnn mace tengine paddle_lite paddlelite paddle_mobile tflite tf_lite tensorflow_lite litert coreml core_ml ml_kit mlkit snpe
		qnn nnapi tensorrt tensorrtx trt openvino onnxruntime onnx_runtime onnx xnnpack qnnpack fbgemm nnpack armnn arm_nn arm_compute_library
		compute_library acl cmsis_nn cmsis tflm tflite_micro tensorflow_micro x_cube_ai executorch llama_cpp ggml gguf whisper_cpp mlc_llm mlc vllm tensorrt_llm
		sglang lmdeploy exllama exllamav2 ollama mediapipe bolt megengine mindspore_lite hiai hiai_foundation cann neuropilot rknn rknn_toolkit
		feather_cnn feathercnn anakin dabnn larq bmxnet deepstream triton_inference torchscript libtorch pytorch_mobile tensorflow_js tfjs paddle_js
		nnvm tvm onednn mkl_dnn mkldnn dnnl xnnc nnabla utensor nnom edge_impulse emlearn micropython_ulab inferx ait turbotransformers fastertransformer
		lightseq bytetransformer deepsparse neural_magic caffe2 caffe_mobile mdl quantized_mobile inference_engine inference_framework inference_server
		inference_library 推理框架 推理引擎 推理库 推理部署 推理平台 移动端框架 端侧推理 移动端推理 端侧引擎 前向框架 模型转换 模型部署 转换工具
		barracuda onnxjs onnx_js onnx_simplifier onnxsim onnx_tensorrt onnx2ncnn torch2trt torch_tensorrt pytorch2ncnn tensorrt_demo trtorch tf2onnx keras2onnx tflite2onnx paddle2onnx pnnx x2onnx mmdeploy fastdeploy wonnx rten dlshogi kaldi_onnx deploy_sdk tnn_models ncnn_models ncnn_android mnn_workbench mnnkit mnn_kit paddle_inference triton_server torchserve bentoml`},
	{"inference", `推理 预测加速 推断加速 部署 落地移动端 上线部署 inference inferences inferencing serving deploy deploys deployed deploying deployment deployable
		accelerate accelerates accelerated accelerating acceleration speedup speed_up speeding_up faster fast_inference low_latency latency throughput
		加速 提速 加速比 提升性能 性能提升 性能优化 优化实践 极致优化 推理优化 推理加速 推理速度 推理性能 速度提升 毫秒 实时 realtime real_time fps 帧率 显存 memory_footprint 内存占用
		realtime_inference on_mobile on_phone on_edge cpu_inference gpu_inference ultrafast ultra_fast multi_object_tracking real_time_detection real_time_segmentation real_time_object`},
	{"compiler", `tvm mlir halide xla glow iree taco polyhedral 编译器 编译优化 编译技术 深度学习编译 方舟编译器 compiler compilers llvm autotvm auto_tuning autotuning auto_tune ansor
		relay nnvm openai_triton codegen code_generation kernel_fusion operator_fusion 算子 算子融合 算子优化 图优化 计算图 torch_compile tensorir tensor_comprehensions
		ngraph plaidml stripe tiramisu intermediate_representation domain_specific_language dsl loop_nest tensor_program tensor_programs superoptimization
		taso metaflow flexflow cutlass tilelang cinn akg bangc bisheng 毕昇`},
	{"kernels", `gemm sgemm hgemm gemv matmul matrix_multiplication matrix_multiply winograd im2col 卷积优化 卷积计算 卷积算法 卷积加速 快速卷积 间接卷积 矩阵乘 矩阵乘法 simd neon sse avx avx2 avx512 avx_512 vnni sve helium 汇编 assembly
		openblas blas blis eigen lapack opencl vulkan metal opengl cuda cudnn cublas rocm hip sycl oneapi openmp openacc intrinsics 内联汇编 向量化 访存 带宽 指令集 指令 流水线
		roofline 性能分析 profiling profiler perf 缓存 cache 多线程 线程池 并行计算 并行编程 高性能计算 高性能 hpc 异构计算 异构 heterogeneous 内存优化 内存管理 内存对齐 memory_allocation
		hexagon adreno powervr webgl webgpu webassembly wasm tensor_core tensor_cores tensorcore flops gflops tops macs 算力 浮点 fft convolution_algorithm
		fast_convolution strassen sparse_matrix spmm spmv warp shared_memory loop_unrolling 循环展开 分块 tiling thread_pool lock_free
		flamegraph flame_graph tracer ebpf gdb valgrind vtune nsight nvprof nvtop gpu_usage memory_leak profilers cpuinfo cpu_features cpu_gpu immintrin simde xsimd google_highway sse2neon ruy gemmlowp cutlass libxsmm nccl thrust cub numba cupy kompute clblast clspv glsl compute_shader compute_shaders spirv 性能剖析 火焰图 乘法 乘加 matrix_vector`},
	{"on device", `移动端 端侧 手机端 手机上 设备端 终端 边缘 边缘计算 边缘端 边缘ai 端智能 嵌入式 物联网 单片机 微控制器 树莓派 开发板 低功耗 超低功耗 智能手机 手机 可穿戴 智能硬件 智能家居 智能音箱
		on_device ondevice device devices edge_devices edge_device edge_computing edge_ai edge_inference the_edge edge_tpu edgetpu mobile mobile_devices mobile_device mobile_phone mobile_phones embedded
		embedded_systems embedded_devices smartphone smartphones phone phones microcontroller microcontrollers mcu mcus tinyml iot aiot raspberry raspberry_pi raspi jetson jetson_nano
		nano coral arduino esp32 esp8266 stm32 stm32f4 nrf52 openmv maixpy maix sipeed wearable wearables smartwatch low_power ultra_low_power energy_efficient energy_efficiency energy_aware energy_consumption
		battery k210 kendryte m5stack android ios arm64 armv7 armv8 armv9 aarch64 鸿蒙 harmonyos 华为手机 ios端 安卓端
		mobile_ai mobile_app android_app ios_app on_mobile_devices on_the_edge iphone ipad embedded_linux embedded_ai edgeai 边缘设备 移动设备 移动端部署 低端 端到端部署 板子 rtos esp_idf esp32_cam k230 maixhub openharmony tinymaix micropython zephyr 单板`},
	{"chip", `芯片 处理器 协处理器 加速卡 加速器 ai芯 人工智能芯片 神经网络处理器 ai处理器 soc npu npus tpu tpus vpu bpu dpu apu ipu gpgpu gpu gpus cpu cpus fpga fpgas asic asics dsp isp chip chips chipset chipsets processor processors
		coprocessor accelerator accelerators hardware 硬件 硬件加速 微架构 架构设计 体系结构 computer_architecture microarchitecture 大小核 ip核 指令集架构 systolic systolic_array dataflow
		存算一体 存内计算 近存计算 in_memory processing_in_memory compute_in_memory near_memory memristor memristors rram reram crossbar crossbars 忆阻器 类脑 类脑芯片 neuromorphic spiking snn loihi truenorth
		光子 光子芯片 光计算 photonic optical_neural 量子芯片 hbm hbm2 hbm3 dram sram chiplet chiplets 小芯片 封装 risc_v riscv 平头哥 玄铁 香山 开源芯片 开源指令集 co_design codesign hls chisel rtl verilog eda
		chip_design asic_design chip_floorplanning nvdla vta eyeriss gemmini scale_sim timeloop accelergy rvv npu_simulator fpga_accelerator hardware_accelerator hardware_accelerators soft_core softcore risc_v_core picorv32 rocket_chip openpiton openroad chipyard verilator litex tinytapeout skywater opentitan`},
	{"fab", `半导体 制程 工艺 工艺节点 纳米 28nm 16nm 14nm 12nm 11nm 10nm 8nm 7nm 7nm+ 6nm 5nm 4nm 3nm 2nm 1nm 流片 量产 晶圆 光刻 光刻机 euv 代工 台积电 tsmc 中芯国际 smic 格罗方德 globalfoundries 联电 华虹 asml 摩尔定律 moore
		semiconductor semiconductors 集成电路 晶体管 transistor finfet gaa 国产芯片 国产cpu 国产 自研 自主研发 芯片设计 芯片公司 芯片产业 芯片初创 芯片巨头 芯片厂商 存储芯片 内存芯片 缺芯 禁令 制裁`},
	{"mobile chips", `骁龙 snapdragon 麒麟 kirin 天玑 dimensity helio 曦力 联发科 mediatek mtk 高通 qualcomm exynos 猎户座 虎贲 紫光展锐 展锐 unisoc 松果 澎湃 a10 a11 a12 a12x a13 a14 a15 a16 a17 bionic 仿生 苹果芯片
		m1 m2 m3 m4 apple_silicon tensor_g 巴龙 balong 麒麟980 麒麟990 麒麟810 麒麟820 麒麟985 麒麟9000 骁龙855 骁龙865 骁龙870 骁龙888 骁龙765g 天玑1000 天玑1200 天玑9000 sdm845 kryo cortex a53 a55 a57 a72 a73 a75 a76 a77 a78 x1 x2
		a510 a710 m0 m3 m4 m7 m33 m55 m85 r52 n1 v1 neoverse mali mali_g76 mali_g77 mali_g78 ethos ethos_u55 ethos_n77 g76 g77 arm armv8_1 5g芯片 5g基带 基带 modem 旗舰芯片 手机芯片 移动平台 旗舰soc 跑分`},
	{"ai chips", `昇腾 ascend 达芬奇架构 鲲鹏 kunpeng atlas 寒武纪 cambricon 思元 mlu 地平线 horizon 征程 旭日 比特大陆 算丰 sophon bm1684 bm1880 瑞芯微 rockchip rk3399 rk3399pro rk1808 rk3588 rv1109 rv1126 全志 allwinner 晶晨 amlogic
		海思 hisilicon hi3516 hi3519 hi3559 nnie 依图 求索 燧原 壁仞 天数智芯 沐曦 摩尔线程 登临 瀚博 昆仑芯 昆仑 鸿鹄 含光 阿里平头哥 无剑 graphcore cerebras wse groq habana gaudi goya nervana nnp nnp_t nnp_i movidius myriad 神经计算棒 ncs2
		mobileye eyeq fsd dojo 英伟达 nvidia xavier orin turing ampere hopper a100 h100 h800 b200 v100 t4 titan rtx geforce 英特尔 intel xe ponte_vecchio ice_lake 酷睿 至强 xeon amd epyc ryzen radeon navi arm公司
		赛灵思 xilinx versal zynq alveo altera lattice 嘉楠 勘智 恩智浦 nxp imx8 意法半导体 stmicroelectronics 瑞萨 renesas 德州仪器 三星 samsung xmos ceva imagination cadence synopsys tensilica 芯原 verisilicon esperanto tenstorrent
		耐能 kneron 云天励飞 黑芝麻 爱芯 axera ambarella 安霸 hailo mythic syntiant greenwaves gap8 gap9 eta_compute ecm3532 lightmatter lightelligence 曦智 sambanova wave_computing xnor_ai 龙芯 飞腾 兆芯 申威 海光 ibm power9 博通 broadcom
		marvell xnor 灵汐 知存 启英泰伦 云知声 思必驰 亿智 肇观 鲲云 熠知 杭州国芯 清微智能 探境 紫光 西部数据 swerv sifive 嘉楠科技 rv64`},
	{"benchmark", `跑分 评测 测评 实测 benchmark benchmarks benchmarking mlperf 安兔兔 geekbench ai_benchmark mlmark dawnbench 榜单 性能榜 排行榜 性能排行 性能对比 横评 对比测试 跑分榜 好评榜 参数曝光 拆解 deepbench aibench aimark 鲁大师`},
	{"frameworks", `tensorflow pytorch torch mxnet paddlepaddle 飞桨 paddle caffe keras jax megengine 天元 旷视天元 mindspore oneflow 一流科技 jittor 计图 darknet chainer cntk deepspeed horovod byteps 深度学习框架 ai框架 训练框架 分布式训练
		colossalai megatron gluon 开源框架 框架 自动微分 动态图 静态图 tf2 mmdetection mmdnn detectron detectron2 fastai model_zoo onnx_converter x2paddle paddleslim pocketflow distiller nncf model_optimization neural_compressor aimet`},
	{"large models on devices", `大模型推理 端侧大模型 端侧模型 本地部署 本地运行 kv_cache kvcache 投机解码 投机采样 speculative_decoding speculative flashattention flash_attention pagedattention paged_attention linear_attention
		small_language slm slms phi_3 phi gemma minicpm qwen on_device_llm lora qlora mixture_of_experts 稀疏专家 long_context prefill 首字延迟 token_pruning token_merging kv compression_of_llms efficient_transformer efficient_transformers
		efficient_attention linformer reformer performer albert distil q8bert bert压缩 bert加速 transformer加速`},
	{"deep networks", `深度学习 神经网络 卷积神经网络 卷积 残差网络 归一化 反向传播 激活函数 cnn cnns convnet convnets convolution convolutional resnet resnets residual_networks densenet vgg deep_neural deep_networks dnn dnns network_architectures activation_function batch_normalization training_neural
		神经网络训练 深度神经网络 深度模型 特征图 注意力机制 transformer bert 预训练模型`},
	{"vision", `目标检测 人脸识别 人脸检测 人脸关键点 关键点 语义分割 实例分割 图像分类 超分 超分辨率 超分辨 姿态估计 姿态 行人检测 车牌识别 文字识别 文本检测 人体 计算机视觉 图像处理 抠图 去噪 夜景 美颜 口罩 opencv ocr yolo yolov3 yolov4 yolov5 yolov7 yolov8 centernet ssd fcos
		object_detection face_detection face_recognition face_alignment facial_landmark landmark landmarks segmentation semantic_segmentation super_resolution pose_estimation hand_tracking image_classification detection detector lane
		seetaface seetaface2 seetaface6 insightface facenet arcface face_swap faceswap deepfake deepfacelab first_order_motion anti_spoofing liveness 活体 活体检测 virtual_background matting background_matting human_matting u2net hair_segmentation hand_gesture openpose alphapose deepsort fairmot bytetrack multi_object waifu2x realsr realesrgan real_esrgan esrgan srmd anime4k video_enhancement chineseocr chineseocr_lite paddleocr easyocr crnn psenet tesseract cnocr image_library image_processing libyuv pillow_simd gpuimage 图像库 滤镜 license_plate lpr hyperlpr lane_detection`},
	{"speech and audio", `语音识别 语音合成 唤醒词 关键词检测 语音唤醒 keyword_spotting wake_word speech_recognition tts asr 语音助手 降噪
		kaldi wenet espnet2 deepspeech silero rnnoise porcupine snowboy kws wav2letter sherpa sherpa_onnx vosk pocketsphinx fastspeech tacotron lpcnet melgan parallel_wavegan voice_activity vad whisper 声纹 麦克风阵列`},
	{"driving", `自动驾驶 无人驾驶 辅助驾驶 智能驾驶 车载 车规 车规级 智能座舱 autonomous_driving self_driving autonomous_vehicles adas 特斯拉 tesla waymo 机器人 无人机 drone drones uav slam`},
	{"systems", `mlsys sysml ml_systems machine_learning_systems distributed_training large_batch data_parallel model_parallel pipeline_parallel gradient_compression communication_efficient operating_system 操作系统 内核 linux内核 驱动 rtos freertos rt_thread zephyr mbed
		c++ cpp c++11 c++17 c++20 编程技巧 代码优化 cmake gcc clang bazel 交叉编译 cross_compile 原理 源码解析 源码分析 源码
		threadpool coroutine header_only single_header modern_cpp folly abseil stl lock_free memory_pool jemalloc mimalloc tcmalloc dask pybind11 conan vcpkg ccache 智能指针 内存泄漏 内存池 调试 gdb调试 段错误 linux驱动 设备树 bootloader uboot 启动流程`},
	{"venues", `cvpr iccv eccv nips neurips iclr icml aaai ijcai emnlp isscc hot_chips hotchips micro isca hpca asplos dac cgo ppopp osdi sosp mobicom mobisys sensys sc19 sc20 wacv bmvc interspeech icassp 顶会 mlsys2020`},
	{"vendors", `谷歌 google 华为 huawei 苹果 apple 小米 xiaomi oppo vivo 荣耀 魅族 一加 百度 baidu 阿里 阿里巴巴 alibaba 腾讯 tencent 字节跳动 bytedance 商汤 sensetime 旷视 megvii face++ 快手 滴滴 美团 京东 微软 microsoft facebook meta 亚马逊 amazon openai deepmind 云从 虹软 格灵深瞳 第四范式
		中科院 清华 北大 mit 伯克利 斯坦福 cmu 韩松 song_han noah 诺亚方舟 优图 达摩院 ailab`},
	{"makers", `tencent alibaba xiaomi paddlepaddle oaid megvii megengine arm_software armmbed nvidia nvidia_ai_iot intel openvinotoolkit pytorch tensorflow google google_research microsoft facebookresearch facebookincubator apple qualcomm quic mit_han_lab huawei_noah
		onnx dmlc halide opencv bytedance didi mindspore_ai oneflow_inc ggerganov ggml_org mlc_ai open_mmlab nihui bugu baidu jdai jdai_cv sensetime amd rocm khronosgroup riscv sifive stmicroelectronics espressif analogdevicesinc openai_lab amlogic rockchip_linux rockchip airockchip
		hollance 666dzy666 linzaer biubug6 dog_qiuqiu tpoisonooo ultralytics codeplaysoftware openblas xianyi flame oneapi_src herumi iree_org apache plumerai larq deepglint zjhellofss daquexian bbuf`},
	{"funding", `融资 收购 并购 上市 ipo 估值 亿美元 亿元 a轮 b轮 c轮 d轮 投资 独角兽 初创 创业公司 出货 出货量 市场份额 市占 财报 营收`},
	{"release", `开源 正式开源 宣布开源 发布 推出 上线 亮相 首发 首款 问世 来袭 登场 升级 更新 正式版 release released releases launch launches 新版 首个 全球首 业界首 重磅 官宣 曝光`},
	{"howto", `详解 解析 解读 剖析 浅谈 浅析 漫谈 综述 总结 教程 入门 指南 实践 实战 一文 笔记 手把手 从零 如何 原理 思考 盘点 汇总 资源 干货 survey overview review tutorial awesome guide introduction 案例 经验 技巧 深入 理解 系列`},
	{"jobs and promotion", `招聘 内推 校招 社招 实习生 年薪 薪资 月薪 面试 面试题 求职 简历 offer 面经 跳槽 裁员 程序员 直播 优惠 课程 训练营 抽奖 报名 红包 送书 赠书 福利 限时 秒杀 折扣 打折 领取 免费领 公开课 讲座预告 早报 周刊 日报 周报 职场 加班 996 鸡汤`},
	{"web and data bases", `前端 javascript js css css3 html html5 react vue vue_js vuejs angular node nodejs node_js webpack babel php laravel wordpress spring springboot spring_boot java jvm jdk mybatis dubbo tomcat redis mysql postgresql postgres mongodb sql nosql sqlite oracle kafka rabbitmq rocketmq zookeeper etcd
		kubernetes k8s docker helm istio service_mesh serverless 微服务 服务网格 数据库 分布式事务 分布式锁 消息队列 区块链 比特币 以太坊 加密货币 bitcoin ethereum blockchain crypto golang go语言 goroutine gopher rust语言 rust devops ci_cd jenkins nginx elasticsearch hadoop hive spark flink 大数据 数仓
		爬虫 后端 服务端 运维 中间件 容器 云原生 高可用 高并发 负载均衡 缓存穿透 swift objective_c ios开发 android开发 flutter dart kotlin react_native 小程序 typescript graphql rest_api api django flask rails ruby elixir perl git vim emacs vscode visual_studio ubuntu fedora debian gnome kde
		systemd bash shell 命令行 终端命令 正则 浏览器 chrome firefox safari dom npm deno svelte bootstrap jquery electron ui ux 设计师 产品经理 程序人生 敏捷 scrum 支付 订单 电商 推荐系统 广告 搜索引擎 数据分析 excel 单元测试 自动化测试 接口 http https tls dns tcp oauth jwt 登录 加密 漏洞 黑客 渗透 攻防 安全 勒索
		xss csrf 密码 隐私 hack hacking exploit malware pentest vulnerability cve phishing proxy vpn shadowsocks v2ray 科学上网`},
	{"the wide world", `股市 股票 基金 房价 经济 政治 总统 选举 特朗普 法律 教育 孩子 大学生 高考 健康 医院 疫情 新冠 病毒 疫苗 心理 电影 游戏 音乐 小说 旅行 咖啡 飞机 火箭 太空 气候 气候变化 能源 汽车 共享单车 社交 微博 抖音 短视频 网红 直播带货 女性 男性 城市 美国 日本 印度 英国 欧洲 中国人 历史 哲学
		covid coronavirus pandemic trump climate health children school women politics money startup startups management manager career interview remote_work productivity book books`},
	{"compression elsewhere", `image_compression video_compression lossy lossless codec codecs compressive compressed_sensing compressed_images data_compression data_efficient sample_efficient label_efficient communication_efficient computationally_efficient data_free
		active_inference perceptual_inference causal_inference variational_inference bayesian_inference statistical_inference probabilistic_inference approximate_inference random_walk nonparametric estimation sparse_recovery sparse_coding sparse_representation admm decentralized`},
	{"devices of the laboratory", `memristor memristors memristive rram reram crossbar crossbars neuromorphic spiking snn snns spike spikes synapse synapses synaptic analog photonic optical quantum stdp spintronic mtj 忆阻器 光子 量子`},
	{"paper topics elsewhere", `reinforcement reinforcement_learning policy policies policy_gradient q_learning reward rewards bandit bandits regret multi_agent adversarial adversarially adversary attack attacks attacking backdoor poisoning robust robustness certified gan gans generative generative_adversarial variational autoencoder
		autoencoders vae latent bayesian gaussian gaussian_process gaussian_processes posterior mcmc sampling monte_carlo causal causality counterfactual fairness fair bias biased privacy private differential_privacy federated federated_learning interpretable interpretability explainable explanation explanations explaining
		medical clinical patient patients disease cancer tumor tumour mri ct x_ray chest brain eeg ecg fmri lesion lesions retinal pathology histopathology diagnosis health healthcare cardiac molecular molecule molecules protein proteins drug gene genomic physics chemistry materials quantum stock financial market
		dialogue dialog conversational translation machine_translation sentiment question_answering summarization text_generation word_embeddings embeddings entity relation_extraction knowledge_graph knowledge_graphs ontology recommendation recommender collaborative_filtering click_through user users social tweets
		twitter news fake political legal education student_performance graph graphs graph_neural node_classification link_prediction community clustering k_means kernel_methods manifold manifolds convergence convex nonconvex non_convex minimax gradient_descent stochastic_gradient sgd optimal_transport theory theoretical theorem bounds
		generalization_bound sample_complexity identifiability tensor_completion matrix_completion regression time_series forecasting anomaly anomaly_detection outlier traffic weather climate satellite remote_sensing hyperspectral robot robots robotic robotics manipulation grasping navigation imitation demonstrations planning
		video_captioning captioning visual_question vqa zero_shot few_shot meta_learning continual lifelong incremental active_learning semi_supervised self_supervised unsupervised weakly_supervised domain_adaptation multi_view multimodal cross_modal speech speaker music emotion handwriting sketch style_transfer
		image_generation image_synthesis image_translation inpainting 3d point_cloud point_clouds depth_estimation optical_flow stereo tracking re_identification action_recognition gesture crowd counting annotation annotations dataset challenge argumentation logic reasoning semantic_web sat solver game games chess agents
		argument linguistic morphology dependency_parsing parsing named_entity speech_separation blind_source`},
}
