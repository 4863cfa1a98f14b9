<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
    <context>
        <name>AnswerTurn</name>
        <message>
            <source>%1 tokens/s</source>
            <translation>%1 词元/秒</translation>
        </message>
        <message>
            <source>first after %1 s</source>
            <translation>首词元 %1 秒</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>保存</translation>
        </message>
        <message>
            <source>Answer again</source>
            <translation>重新回答</translation>
        </message>
        <message>
            <source>Cut off when the program ended. The text so far is kept.</source>
            <translation>程序退出时中断。已生成的内容已保存。</translation>
        </message>
        <message>
            <source>Stopped. The text so far is kept.</source>
            <translation>已停止。已生成的内容已保存。</translation>
        </message>
        <message numerus="yes">
            <source>%Ln tokens</source>
            <translation>
                <numerusform>%Ln 个词元</numerusform>
            </translation>
        </message>
        <message>
            <source>Ended at the length limit. The answer may be incomplete.</source>
            <translation>已达到长度上限，回答可能不完整。</translation>
        </message>
    </context>
    <context>
        <name>ChatHeader</name>
        <message>
            <source>Show the sidebar</source>
            <translation>显示侧栏</translation>
        </message>
        <message>
            <source>New chat</source>
            <translation>新对话</translation>
        </message>
    </context>
    <context>
        <name>ChatPage</name>
        <message>
            <source>The model was not loaded</source>
            <translation>模型没有载入</translation>
        </message>
        <message>
            <source>Load again</source>
            <translation>重新载入</translation>
        </message>
        <message>
            <source>This chat cannot be read</source>
            <translation>无法读取这个对话</translation>
        </message>
        <message>
            <source>Chats cannot be saved</source>
            <translation>对话无法保存</translation>
        </message>
        <message>
            <source>Context %L1 tokens</source>
            <translation>上下文 %L1 个词元</translation>
        </message>
        <message>
            <source>Write the next message</source>
            <translation>继续输入，发送后会排队</translation>
        </message>
        <message>
            <source>Ask anything about Hadal</source>
            <translation>问问关于 Hadal 的事</translation>
        </message>
        <message>
            <source>Write a message</source>
            <translation>输入消息</translation>
        </message>
    </context>
    <context>
        <name>ChatView</name>
        <message>
            <source>Conversation</source>
            <translation>对话内容</translation>
        </message>
    </context>
    <context>
        <name>CodeBlock</name>
        <message>
            <source>Code</source>
            <translation>代码</translation>
        </message>
        <message>
            <source>Code in %1</source>
            <translation>%1 代码</translation>
        </message>
        <message>
            <source>code</source>
            <translation>代码</translation>
        </message>
        <message>
            <source>Do not wrap lines</source>
            <translation>不自动换行</translation>
        </message>
        <message>
            <source>Wrap lines</source>
            <translation>自动换行</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message numerus="yes">
            <source>Show %n lines more</source>
            <translation>
                <numerusform>再显示 %n 行</numerusform>
            </translation>
        </message>
        <message>
            <source>Show less</source>
            <translation>收起</translation>
        </message>
    </context>
    <context>
        <name>Composer</name>
        <message>
            <source>Message</source>
            <translation>消息</translation>
        </message>
        <message>
            <source>Think</source>
            <translation>思考</translation>
        </message>
        <message>
            <source>The model thinks before it answers</source>
            <translation>模型先思考再回答</translation>
        </message>
        <message>
            <source>The model answers at once</source>
            <translation>模型直接回答</translation>
        </message>
    </context>
    <context>
        <name>ContextBar</name>
        <message>
            <source>History</source>
            <translation>历史</translation>
        </message>
        <message>
            <source>Thinking</source>
            <translation>思考</translation>
        </message>
        <message>
            <source>Draft</source>
            <translation>草稿</translation>
        </message>
        <message>
            <source>Reserve</source>
            <translation>预留</translation>
        </message>
        <message>
            <source>%1k</source>
            <translation>%1k</translation>
        </message>
        <message>
            <source>Context: %1 of %2 tokens</source>
            <translation>上下文：已用 %1，共 %2 个词元</translation>
        </message>
        <message>
            <source>%1 of %2, nearly full</source>
            <translation>已用 %1，共 %2，快满了</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>已用 %1，共 %2</translation>
        </message>
    </context>
    <context>
        <name>EditBox</name>
        <message>
            <source>New version</source>
            <translation>新版本</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
    </context>
    <context>
        <name>EmptyPage</name>
        <message>
            <source>Start with a question</source>
            <translation>从一个问题开始</translation>
        </message>
        <message>
            <source>The model in use is a small guide to Hadal, built in. It knows this program and the ideas behind it. For general questions, start Hadal with a larger model.</source>
            <translation>当前使用的是内置的 Hadal 小向导。它了解这个程序和背后的原理。要问一般的问题，请用更大的模型启动 Hadal。</translation>
        </message>
        <message>
            <source>%1 will answer.</source>
            <translation>由 %1 回答。</translation>
        </message>
        <message>
            <source>Try one of these</source>
            <translation>试试这些</translation>
        </message>
        <message>
            <source>What is sparse attention, and what does it cost?</source>
            <translation>什么是稀疏注意力？它的代价是什么？</translation>
        </message>
        <message>
            <source>A short answer</source>
            <translation>简短的回答</translation>
        </message>
        <message>
            <source>Prove that the sum of two even numbers is even.</source>
            <translation>证明两个偶数之和是偶数。</translation>
        </message>
        <message>
            <source>Watch it think first</source>
            <translation>先看它思考</translation>
        </message>
        <message>
            <source>Explain MoE load balancing.</source>
            <translation>解释 MoE 的负载均衡。</translation>
        </message>
        <message>
            <source>How its experts share the work</source>
            <translation>专家怎样分担工作</translation>
        </message>
        <message>
            <source>Turn “Ada, 36, London” into a record.</source>
            <translation>把“Ada, 36, London”变成一条记录。</translation>
        </message>
        <message>
            <source>Answers in JSON</source>
            <translation>用 JSON 回答</translation>
        </message>
    </context>
    <context>
        <name>FormulaBlock</name>
        <message>
            <source>Formula: %1</source>
            <translation>公式：%1</translation>
        </message>
    </context>
    <context>
        <name>FreshRow</name>
        <message>
            <source>New chat</source>
            <translation>新对话</translation>
        </message>
        <message>
            <source>Chats appear here.</source>
            <translation>对话会出现在这里。</translation>
        </message>
    </context>
    <context>
        <name>Main</name>
        <message>
            <source>“%1” deleted</source>
            <translation>已删除“%1”</translation>
        </message>
    </context>
    <context>
        <name>ModelStatus</name>
        <message>
            <source>Loading the model</source>
            <translation>正在载入模型</translation>
        </message>
        <message>
            <source>Model not loaded</source>
            <translation>模型未载入</translation>
        </message>
        <message>
            <source>No model</source>
            <translation>没有模型</translation>
        </message>
        <message>
            <source>%1, %2 %</source>
            <translation>%1，%2%</translation>
        </message>
        <message>
            <source>Writing</source>
            <translation>正在回答</translation>
        </message>
        <message>
            <source>Built in · on this CPU</source>
            <translation>内置 · 在本机 CPU 上</translation>
        </message>
        <message>
            <source>Ready</source>
            <translation>就绪</translation>
        </message>
        <message>
            <source>Appearance</source>
            <translation>外观</translation>
        </message>
    </context>
    <context>
        <name>ModelTag</name>
        <message>
            <source>Model: %1</source>
            <translation>模型：%1</translation>
        </message>
    </context>
    <context>
        <name>PersonTurn</name>
        <message>
            <source>Send</source>
            <translation>发送</translation>
        </message>
    </context>
    <context>
        <name>QueuedRow</name>
        <message>
            <source>Next: %1</source>
            <translation>接下来：%1</translation>
        </message>
        <message>
            <source>Edit</source>
            <translation>编辑</translation>
        </message>
        <message>
            <source>Do not send</source>
            <translation>不发送</translation>
        </message>
    </context>
    <context>
        <name>ReadingPrompt</name>
        <message>
            <source>Reading the context</source>
            <translation>正在读入上下文</translation>
        </message>
        <message>
            <source>Waiting for the model</source>
            <translation>等待模型</translation>
        </message>
        <message>
            <source>%1 s · Esc cancels</source>
            <translation>%1 秒 · Esc 取消</translation>
        </message>
        <message>
            <source>Esc cancels</source>
            <translation>Esc 取消</translation>
        </message>
        <message>
            <source>%L1 of %L2 tokens, %L3 cached</source>
            <translation>已读 %L1，共 %L2 个词元，其中 %L3 个已缓存</translation>
        </message>
    </context>
    <context>
        <name>SendButton</name>
        <message>
            <source>Stop</source>
            <translation>停止</translation>
        </message>
        <message>
            <source>Send</source>
            <translation>发送</translation>
        </message>
        <message>
            <source>Enter</source>
            <translation>回车</translation>
        </message>
    </context>
    <context>
        <name>SettingsPopover</name>
        <message>
            <source>Theme</source>
            <translation>主题</translation>
        </message>
        <message>
            <source>System</source>
            <translation>跟随系统</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>浅色</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>深色</translation>
        </message>
        <message>
            <source>Contrast</source>
            <translation>对比度</translation>
        </message>
        <message>
            <source>High</source>
            <translation>高</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>语言</translation>
        </message>
        <message>
            <source>Text size</source>
            <translation>文字大小</translation>
        </message>
        <message>
            <source>%1 px</source>
            <translation>%1 像素</translation>
        </message>
        <message>
            <source>Zoom</source>
            <translation>缩放</translation>
        </message>
        <message>
            <source>%1 %</source>
            <translation>%1%</translation>
        </message>
        <message>
            <source>Motion</source>
            <translation>动画</translation>
        </message>
        <message>
            <source>Normal</source>
            <translation>正常</translation>
        </message>
        <message>
            <source>Reduced</source>
            <translation>减少</translation>
        </message>
    </context>
    <context>
        <name>Sidebar</name>
        <message>
            <source>Chats</source>
            <translation>对话</translation>
        </message>
        <message>
            <source>Hide the sidebar</source>
            <translation>隐藏侧栏</translation>
        </message>
        <message>
            <source>New chat</source>
            <translation>新对话</translation>
        </message>
        <message>
            <source>Pinned</source>
            <translation>已固定</translation>
        </message>
        <message>
            <source>Today</source>
            <translation>今天</translation>
        </message>
        <message>
            <source>This week</source>
            <translation>本周</translation>
        </message>
        <message>
            <source>Earlier</source>
            <translation>更早</translation>
        </message>
    </context>
    <context>
        <name>SidebarRow</name>
        <message>
            <source>Answering</source>
            <translation>正在回答</translation>
        </message>
        <message>
            <source>Draft kept</source>
            <translation>有草稿</translation>
        </message>
        <message>
            <source>More</source>
            <translation>更多</translation>
        </message>
        <message>
            <source>Rename</source>
            <translation>重命名</translation>
        </message>
        <message>
            <source>Unpin</source>
            <translation>取消固定</translation>
        </message>
        <message>
            <source>Pin</source>
            <translation>固定</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>删除</translation>
        </message>
        <message>
            <source>Del</source>
            <translation>Del</translation>
        </message>
        <message>
            <source>Title</source>
            <translation>标题</translation>
        </message>
    </context>
    <context>
        <name>Stepper</name>
        <message>
            <source>Smaller: %1</source>
            <translation>减小：%1</translation>
        </message>
        <message>
            <source>Larger: %1</source>
            <translation>增大：%1</translation>
        </message>
    </context>
    <context>
        <name>TableBlock</name>
        <message>
            <source>Table</source>
            <translation>表格</translation>
        </message>
    </context>
    <context>
        <name>ThinkingFold</name>
        <message>
            <source>%1 s</source>
            <translation>%1 秒</translation>
        </message>
        <message>
            <source>%1 min %2 s</source>
            <translation>%1 分 %2 秒</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>已展开</translation>
        </message>
        <message>
            <source>Folded</source>
            <translation>已折叠</translation>
        </message>
        <message>
            <source>Thinking</source>
            <translation>思考</translation>
        </message>
        <message>
            <source>Thought for %1</source>
            <translation>思考了 %1</translation>
        </message>
        <message>
            <source>Thought</source>
            <translation>已思考</translation>
        </message>
        <message>
            <source>· %L1 tokens, dropped when you reply</source>
            <translation>· %L1 个词元，回复后不再发送</translation>
        </message>
        <message>
            <source>· %L1 tokens, not sent back</source>
            <translation>· %L1 个词元，不再发送</translation>
        </message>
    </context>
    <context>
        <name>ToEndButton</name>
        <message>
            <source>To the end</source>
            <translation>到末尾</translation>
        </message>
    </context>
    <context>
        <name>Toast</name>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
    </context>
    <context>
        <name>TurnActions</name>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Edit</source>
            <translation>编辑</translation>
        </message>
        <message>
            <source>Answer again</source>
            <translation>重新回答</translation>
        </message>
    </context>
    <context>
        <name>TurnShell</name>
        <message>
            <source>You: %1</source>
            <translation>你：%1</translation>
        </message>
        <message>
            <source>Answer: %1</source>
            <translation>回答：%1</translation>
        </message>
    </context>
    <context>
        <name>VersionSwitch</name>
        <message>
            <source>Version before</source>
            <translation>上一版本</translation>
        </message>
        <message>
            <source>%1 / %2</source>
            <translation>%1 / %2</translation>
        </message>
        <message>
            <source>Version %1 of %2</source>
            <translation>第 %1 版，共 %2 版</translation>
        </message>
        <message>
            <source>Version after</source>
            <translation>下一版本</translation>
        </message>
    </context>
    <context>
        <name>SaveButton</name>
        <message>
            <source>Save as a file</source>
            <translation>保存为文件</translation>
        </message>
        <message>
            <source>Not saved: %1</source>
            <translation>未保存：%1</translation>
        </message>
    </context>
    <context>
        <name>hadal::ui::TextFile</name>
        <message>
            <source>%1 is no place on this computer.</source>
            <translation>%1 不在这台电脑上。</translation>
        </message>
    </context>
    <context>
        <name>CopyMenu</name>
        <message>
            <source>Copy as Markdown</source>
            <translation>复制为 Markdown</translation>
        </message>
        <message>
            <source>Select all</source>
            <translation>全选</translation>
        </message>
    </context>
    <context>
        <name>ImageCard</name>
        <message>
            <source>Image, not loaded</source>
            <translation>图片，未加载</translation>
        </message>
        <message>
            <source>Image, not loaded: %1</source>
            <translation>图片，未加载：%1</translation>
        </message>
        <message>
            <source>Image</source>
            <translation>图片</translation>
        </message>
        <message>
            <source>Open in the browser</source>
            <translation>在浏览器中打开</translation>
        </message>
        <message>
            <source>Copy the address</source>
            <translation>复制地址</translation>
        </message>
    </context>
    <context>
        <name>hadal::ui::Workspace</name>
        <message>
            <source>The file of the chats was damaged. It was put aside as %1, and a new one was begun.</source>
            <translation>对话文件已损坏，已另存为 %1，并新建了一个文件。</translation>
        </message>
    </context>
</TS>
