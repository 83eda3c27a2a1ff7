package sources

import "testing"

func TestVenue(t *testing.T) {
	for comment, want := range map[string]string{
		"Accepted to CVPR 2026":                     "CVPR2026",
		"Accepted by CVPR2026, 12 pages, 5 figures": "CVPR2026",
		"ICML'26 spotlight":                         "ICML2026",
		"ICML’26 (Oral)":                            "ICML2026",
		"NeurIPS 2025":                              "NeurIPS2025",
		"NIPS 2017":                                 "NeurIPS2017",
		"Accepted at the 39th Conference on Neural Information Processing Systems (NeurIPS 2025).": "NeurIPS2025",
		"MLSys 2026":             "MLSys2026",
		"To appear in MLSys '26": "MLSys2026",
		"13 pages. Accepted at ICLR 2026. Code: https://github.com/x/y":                  "ICLR2026",
		"Published as a conference paper at ICLR 2026":                                   "ICLR2026",
		"Accepted to the 43rd International Conference on Machine Learning, Seoul, 2026": "ICML2026",
		"2026 IEEE/CVF Conference on Computer Vision and Pattern Recognition":            "CVPR2026",
		"Accepted by ECCV 2026 as an oral":                                               "ECCV2026",
		"CVPRW 2026":                                                                     "CVPR2026 Workshop",
		"Accepted to the CVPR 2026 Workshop on Efficient Deep Learning":                  "CVPR2026 Workshop",
		"NeurIPS 2025 Workshop on ML for Systems":                                        "NeurIPS2025 Workshop",
		"Accepted to Findings of ACL 2026":                                               "ACL2026 Findings",
		"EMNLP 2026 (Findings)":                                                          "EMNLP2026 Findings",
		"Accepted by DAC 2026":                                                           "DAC2026",
		"DATE 2026":                                                                      "DATE2026",
		"ASP-DAC'26":                                                                     "ASP-DAC2026",
		"Accepted at ASPLOS '26":                                                         "ASPLOS2026",
		"HPCA-32, HPCA 2026":                                                             "HPCA2026",
		"Accepted to IEEE TPAMI":                                                         "TPAMI",
		"accepted by IEEE Transactions on Neural Networks and Learning Systems":          "TNNLS",
		"Accepted by Transactions on Machine Learning Research (TMLR), 2026":             "TMLR2026",
		"ACM MM 2026":                                                                    "ACM MM2026",
		"Accepted by ACM Multimedia 2026":                                                "ACM MM2026",
		"accepted at interspeech 2026":                                                   "INTERSPEECH2026",
		"USENIX ATC 2026":                                                                "USENIX ATC2026",
		"Accepted by AAAI-26":                                                            "AAAI2026",
		"SC26":                                                                           "SC2026",
		// none
		"Submitted to CVPR 2026":                                       "",
		"Under review at ICLR 2026":                                    "",
		"7 pages, NeurIPS 2025 template":                               "",
		"Extended version of our CVPR 2020 paper":                      "",
		"1st place solution of the CVPR 2026 efficiency challenge":     "",
		"7 pages, 3 figures, uses aaai.sty":                            "",
		"12 pages, 5 figures":                                          "",
		"Last updated: date 2026-01-01":                                "",
		"A fast 2026 method":                                           "",
		"FPGA implementation, 8 pages":                                 "",
		"Code at https://github.com/acl/neurips-tools":                 "",
		"Submitted to TPAMI; an earlier version appeared in ICCV 2025": "ICCV2025",
		"": "",
	} {
		if got := Venue(comment); got != want {
			t.Errorf("%q: %q, want %q", comment, got, want)
		}
	}
	if got := Venue("8 pages", "Proceedings of the 43rd International Conference on Machine Learning, PMLR 306, 2026"); got != "ICML2026" {
		t.Errorf("the journal reference gives %q", got)
	}
}
